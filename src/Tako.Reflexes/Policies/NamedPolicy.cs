using Tako.Core.Faults;

namespace Tako.Reflexes.Policies;

/// <summary>The policy that a configuration names: a file beside it, or <c>built-in</c>.</summary>
public static class NamedPolicy
{
    private const string BuiltIn = "built-in";

    /// <summary>Where the policy's file is; null where there is none.</summary>
    public static string? FileOf(string? named, string configFile) => named is null or BuiltIn
        ? null
        : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFile))!, named);

    /// <summary>The policy, or what is wrong with its file.</summary>
    /// <param name="fault">Makes a fault of the place that names the policy.</param>
    public static Parsed<ReflexPolicy> Read(string named, string configFile, Func<string, Fault> fault)
    {
        try
        {
            var text = FileOf(named, configFile) is { } file ? File.ReadAllText(file) : null;
            // So does a file look that is being written anew: it must not stand for a policy without rules.
            if (text is not null && string.IsNullOrWhiteSpace(text))
                return new Parsed<ReflexPolicy>.Faulty([fault($"'{named}' is empty. Write the policy, or name {BuiltIn}.")]);
            var read = PolicyReader.Read(text ?? "");
            return read is Parsed<ReflexPolicy>.Faulty { Faults: var faults }
                ? new Parsed<ReflexPolicy>.Faulty([.. faults.Select(wrong => wrong with { Message = $"{wrong.Message} (in {named})" })])
                : read;
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return new Parsed<ReflexPolicy>.Faulty(
                [fault($"'{named}' cannot be read: {unread.Message} Name a file beside the configuration, or {BuiltIn}.")]);
        }
    }
}
