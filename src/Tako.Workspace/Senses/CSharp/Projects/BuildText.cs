using System.Text;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Fills <c>$(Property)</c> in; what would need the build tool itself becomes <see cref="Unknown"/>.</summary>
internal static class BuildText
{
    /// <summary>Stands for a value that only the build tool knows.</summary>
    public const char Unknown = '\u0001';

    private const int MaxLength = 64 << 10;

    /// <param name="text">The text with references in it.</param>
    /// <param name="property">The value of a property, empty when it has none.</param>
    /// <param name="above">The path of the nearest file of a name in or above a folder, or null.</param>
    public static string Expand(string text, Func<string, string> property, Func<string, string, string?> above)
    {
        if (!text.Contains("$(", StringComparison.Ordinal))
            return text;
        var full = new StringBuilder();
        for (var at = 0; at < text.Length && full.Length < MaxLength; at++)
        {
            if (text[at] != '$' || at + 1 >= text.Length || text[at + 1] != '(')
            {
                full.Append(text[at]);
                continue;
            }

            var end = Closing(text, at + 1);
            if (end < 0)
                return full.Append(Unknown).ToString();
            full.Append(Value(text[(at + 2)..end].Trim(), property, above));
            at = end;
        }

        return full.ToString();
    }

    private static string Value(string inner, Func<string, string> property, Func<string, string, string?> above)
    {
        if (inner.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            return property(inner);
        var open = inner.IndexOf('(');
        if (open < 0 || inner[^1] != ')')
            return Unknown.ToString();
        var name = inner[..open].Trim();
        var arguments = inner[(open + 1)..^1].Split(',')
            .Select(argument => Expand(argument.Trim().Trim('\'', '"', '`'), property, above)).ToArray();
        if (arguments.Any(argument => argument.Contains(Unknown)))
            return Unknown.ToString();
        return name switch
        {
            "[MSBuild]::GetPathOfFileAbove" when arguments.Length is 1 or 2 =>
                above(arguments[0], arguments.Length == 2 ? arguments[1] : property("MSBuildThisFileDirectory")) ?? "",
            "[MSBuild]::GetDirectoryNameOfFileAbove" when arguments.Length == 2 =>
                above(arguments[1], arguments[0]) is { } found ? found[..(found.LastIndexOf('/') + 1)] : "",
            "[MSBuild]::IsOSPlatform" when arguments.Length == 1 => Truth(OperatingSystem.IsOSPlatform(arguments[0])),
            "[System.IO.Path]::Combine" => Path.Combine(arguments),
            "[MSBuild]::NormalizePath" or "[System.IO.Path]::GetFullPath" => Path.GetFullPath(Path.Combine(arguments)),
            "[MSBuild]::IsTargetFrameworkCompatible" when arguments.Length == 2 => Compatible(arguments[0], arguments[1]),
            _ when name.IndexOf('.') is var dot and > 0 && name[0] != '[' && arguments.Length == 1 =>
                Method(property(name[..dot]), name[(dot + 1)..], arguments[0]),
            _ => Unknown.ToString(),
        };
    }

    private static string Method(string value, string method, string argument) => method switch
    {
        _ when value.Contains(Unknown) => Unknown.ToString(),
        "Contains" => Truth(value.Contains(argument, StringComparison.Ordinal)),
        "StartsWith" => Truth(value.StartsWith(argument, StringComparison.Ordinal)),
        "EndsWith" => Truth(value.EndsWith(argument, StringComparison.Ordinal)),
        "Equals" => Truth(value.Equals(argument, StringComparison.Ordinal)),
        _ => Unknown.ToString(),
    };

    private static string Compatible(string target, string candidate)
    {
        if (Moniker.Of(target) is not { IsNet: true } own || Moniker.Of(candidate) is not { IsNet: true } other)
            return Unknown.ToString();
        return Truth(own.Version >= other.Version);
    }

    private static string Truth(bool value) => value ? "True" : "False";

    private static int Closing(string text, int open)
    {
        for (var (at, depth) = (open, 0); at < text.Length; at++)
        {
            depth += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
                return at;
        }

        return -1;
    }
}
