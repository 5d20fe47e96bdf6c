using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>What holds without any file.</summary>
internal static class GuardDefaults
{
    /// <summary>Definitions of what runs on other machines.</summary>
    public static IReadOnlyList<string> Ci { get; } =
    [
        ".github/workflows/**", ".github/actions/**", ".gitlab-ci.yml", ".gitlab/**", ".circleci/**", ".azure-pipelines/**",
        "azure-pipelines.yml", "Jenkinsfile", ".drone.yml", ".travis.yml", "bitbucket-pipelines.yml", ".buildkite/**",
        ".woodpecker/**", ".teamcity/**",
    ];

    /// <summary>Files that run on other machines or steer git: whoever changes them changes more than the code.</summary>
    public static IReadOnlyList<string> Ask { get; } =
    [
        .. Ci, "**/.gitmodules", "**/.gitattributes", ".husky/**", ".githooks/**",
        ".pre-commit-config.yaml", "**/.envrc", ".devcontainer/**", ".vscode/tasks.json", ".vscode/launch.json",
    ];

    public static string HashOf(Constitution law)
    {
        var text = new StringBuilder("tako.constitution/2");
        Add(text, law.Protect);
        Add(text, law.Ask);
        foreach (var set in law.Write)
            Add(text, set);
        text.Append('\n').Append(System.Globalization.CultureInfo.InvariantCulture,
            $"{law.MaxFiles} {law.MaxFileBytes} {law.MaxBytes} {law.MaxLines} {law.MinimumTier} {law.ApproveWrite}");
        Add(text, law.Advise);
        Add(text, [.. law.SecretsAllowed.Select(each => $"{string.Join('\u0001', each.Paths)} {each.Match} {each.Hash} {each.IsUsers}")]);
        Add(text, [.. law.Rules.Select(rule => rule.Text)]);
        Add(text, [.. law.Faults.Select(fault => fault.ToString())]);
        return ContentHash.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Add(StringBuilder text, IReadOnlyList<string> items)
    {
        text.Append('\n').Append(items.Count);
        foreach (var item in items)
            text.Append('\0').Append(item);
    }
}
