using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Which warnings a project hides or takes for errors.</summary>
internal static class WarningRules
{
    private static readonly (int From, int To)[] Nullable =
        [(8597, 8597), (8600, 8605), (8607, 8622), (8624, 8625), (8629, 8629), (8631, 8634), (8643, 8645), (8655, 8655), (8667, 8667),
         (8670, 8670), (8714, 8714), (8762, 8777), (8819, 8819), (8824, 8825), (8847, 8847)];

    /// <param name="file">The project.</param>
    /// <param name="configured">Diagnostics that an .editorconfig speaks of: they are left as the compiler has them.</param>
    public static CSharpCompilationOptions Apply(CSharpCompilationOptions options, BuildFile file, Moniker target,
        IReadOnlySet<string> configured)
    {
        var rules = ImmutableDictionary.CreateBuilder<string, ReportDiagnostic>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in Ids(file.Property("WarningsAsErrors")))
            rules[id] = ReportDiagnostic.Error;
        foreach (var id in Ids(file.Property("WarningsNotAsErrors")).Concat(configured))
            rules[id] = ReportDiagnostic.Warn;
        foreach (var id in Ids(file.Property("NoWarn")).Concat(["CS1701", "CS1702", "CS2008"]))
            rules[id] = ReportDiagnostic.Suppress;
        var strict = file.Property("TreatWarningsAsErrors").Equals("true", StringComparison.OrdinalIgnoreCase);
        var level = int.TryParse(file.Property("WarningLevel"), NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? named
            : target is { IsNet: true, Version.Major: >= 5 } ? target.Version.Major : 4;
        return options.WithGeneralDiagnosticOption(strict ? ReportDiagnostic.Error : ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions(rules.ToImmutable()).WithWarningLevel(level);
    }

    private static IEnumerable<string> Ids(string text)
    {
        foreach (var word in text.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Equals("nullable", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var (from, to) in Nullable)
                {
                    for (var number = from; number <= to; number++)
                        yield return $"CS{number}";
                }
            }
            else if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"CS{number:D4}");
            }
            else
            {
                yield return word;
            }
        }
    }
}
