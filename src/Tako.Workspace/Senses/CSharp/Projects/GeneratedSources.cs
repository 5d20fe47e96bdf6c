using System.Text;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>The source files that the SDK writes into <c>obj</c>: global usings and assembly attributes.</summary>
internal static class GeneratedSources
{
    private static readonly string[] Always =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks"];

    private static readonly string[] Hosted =
        ["Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
         "Microsoft.Extensions.Logging"];

    private static readonly string[] Web =
        ["System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
         "Microsoft.AspNetCore.Routing"];

    /// <summary>The lines of the global usings that the project itself gives rise to.</summary>
    public static IReadOnlyList<string> Usings(BuildFile file)
    {
        var usings = new SortedSet<string>(StringComparer.Ordinal);
        if (HasImplicit(file))
        {
            var names = file.Sdk?.Split('/')[0] switch
            {
                "Microsoft.NET.Sdk.Web" => [.. Always, .. Hosted, .. Web],
                "Microsoft.NET.Sdk.Worker" => [.. Always, .. Hosted],
                _ => Always,
            };
            usings.UnionWith(names.Select(Line));
        }

        foreach (var item in file.Items.Where(item => item.Kind.Equals("Using", StringComparison.OrdinalIgnoreCase)))
        {
            var line = item.Of("Alias") is { Length: > 0 } alias ? $"global using {alias} = global::{item.Text};"
                : item.Says("Static", "true") ? $"global using static global::{item.Text};" : Line(item.Text);
            if (item.Step == ItemStep.Remove)
                usings.Remove(Line(item.Text));
            else if (item.Step == ItemStep.Include)
                usings.Add(line);
        }

        return [.. usings];
    }

    public static bool HasImplicit(BuildFile file) => file.Property("ImplicitUsings").ToLowerInvariant() is "enable" or "true";

    /// <summary>The lines of a file that the build wrote, in the same form.</summary>
    public static IEnumerable<string> LinesOf(byte[] written) =>
        Encoding.UTF8.GetString(written).TrimStart('\uFEFF').Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("global using ", StringComparison.Ordinal))
            .Select(line => line.Contains("global::", StringComparison.Ordinal) || line.Contains('=')
                || line.Contains(" static ", StringComparison.Ordinal)
                ? line : line.Replace("global using ", "global using global::", StringComparison.Ordinal));

    /// <param name="written">What the last build wrote; null when there was none.</param>
    public static string AssemblyAttributes(BuildFile file, string assemblyName, byte[]? written)
    {
        var text = new StringBuilder();
        if (written is not null)
        {
            text.Append(Encoding.UTF8.GetString(written).TrimStart('\uFEFF'));
        }
        else if (!file.Property("GenerateAssemblyInfo").Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            text.Append($"[assembly: System.Reflection.AssemblyVersionAttribute(\"{VersionOf(file)}\")]\n");
            text.Append($"[assembly: System.Reflection.AssemblyTitleAttribute({Quoted(assemblyName)})]\n");
        }

        if (!file.Property("GenerateAssemblyInfo").Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            var known = text.ToString();
            foreach (var item in file.Items.Where(item => item is { Kind: "InternalsVisibleTo", Step: ItemStep.Include }))
            {
                var key = item.Of("Key") is { Length: > 0 } own ? own : file.Property("PublicKey");
                var line = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("
                    + $"{Quoted(key.Length > 0 ? $"{item.Text}, PublicKey={key}" : item.Text)})]\n";
                if (!known.Contains($"InternalsVisibleTo({Quoted(item.Text)}", StringComparison.Ordinal)
                    && !known.Contains($"InternalsVisibleToAttribute({Quoted(item.Text)}", StringComparison.Ordinal))
                    text.Append(line);
            }
        }

        return text.ToString();
    }

    private static string VersionOf(BuildFile file)
    {
        foreach (var name in (string[])["AssemblyVersion", "Version", "VersionPrefix"])
        {
            if (Version.TryParse(file.Property(name).Split('-', '+')[0], out var version))
                return $"{version.Major}.{version.Minor}.{Math.Max(version.Build, 0)}.{Math.Max(version.Revision, 0)}";
        }

        return "1.0.0.0";
    }

    public static string Line(string name) => $"global using global::{name};";

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"",
        "\\\"", StringComparison.Ordinal)}\"";
}
