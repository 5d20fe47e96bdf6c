using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Tako.Workspace.Sandbox.Caches;

/// <summary>
/// The user's own settings of the package managers, which restore needs. Their credentials are shown only to a run that may
/// reach the feeds they are for.
/// </summary>
internal static partial class FeedConfiguration
{
    private const int MaxBytes = 1 << 20;
    private static readonly string[] InHome =
        [".nuget/NuGet/NuGet.Config", ".config/NuGet/NuGet.Config", ".npmrc", ".config/pip/pip.conf", ".pip/pip.conf",
            ".cargo/config.toml"];
    private static readonly string[] SecretSections = ["packageSourceCredentials", "apikeys", "clientCertificates"];

    public static IEnumerable<(string Path, byte[] Content)> Files(SandboxRun run, HostView host)
    {
        foreach (var name in InHome)
        {
            var path = Path.Join(host.Home, name);
            if (Read(path) is not { } content)
                continue;
            yield return (path, run.Network is NetworkAccess.Feeds ? content
                : Encoding.UTF8.GetBytes(WithoutSecrets(name, Encoding.UTF8.GetString(content))));
        }
    }

    private static string WithoutSecrets(string name, string text)
    {
        text = UserInAddress().Replace(text, "://");
        if (!name.EndsWith(".Config", StringComparison.Ordinal))
            return string.Join('\n', text.Split('\n').Where(line => !SecretLine().IsMatch(line)));
        try
        {
            var document = XDocument.Parse(text.TrimStart('\uFEFF'));
            foreach (var section in SecretSections)
                document.Descendants(section).Remove();
            return document.ToString();
        }
        catch (XmlException)
        {
            return "<configuration />";
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"://[^/@\s""']+@")]
    private static partial Regex UserInAddress();

    [GeneratedRegex("_auth|password|passwd|token|username|email|secret", RegexOptions.IgnoreCase)]
    private static partial Regex SecretLine();
}
