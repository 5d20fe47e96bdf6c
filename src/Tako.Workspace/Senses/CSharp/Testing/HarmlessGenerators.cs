namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>Packages whose generators only fill in what a partial declaration asks for: without it, nothing would compile.</summary>
internal static class HarmlessGenerators
{
    public static bool Contains(string package) =>
        package.StartsWith("Microsoft.Extensions.", StringComparison.OrdinalIgnoreCase)
        || package.Equals("System.Text.Json", StringComparison.OrdinalIgnoreCase)
        || package.Equals("System.Text.RegularExpressions", StringComparison.OrdinalIgnoreCase);
}
