namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>Packages whose generators only fill in what a partial declaration asks for: without it, nothing would compile.</summary>
internal static class HarmlessGenerators
{
    public static bool Contains(string package) =>
        package.StartsWith("Microsoft.Extensions.", StringComparison.OrdinalIgnoreCase)
        // It only writes down ahead what the framework finds by reflection as well.
        || package.Equals("MSTest.Analyzers", StringComparison.OrdinalIgnoreCase)
        || package.Equals("System.Text.Json", StringComparison.OrdinalIgnoreCase)
        || package.Equals("System.Text.RegularExpressions", StringComparison.OrdinalIgnoreCase);
}
