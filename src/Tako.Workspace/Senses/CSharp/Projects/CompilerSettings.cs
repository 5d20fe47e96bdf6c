using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>What a project file tells the compiler.</summary>
internal static class CompilerSettings
{
    public static CSharpParseOptions Parsing(BuildFile file, Moniker target)
    {
        var symbols = new SortedSet<string>(StringComparer.Ordinal) { "TRACE", "DEBUG" };
        symbols.UnionWith(target.Symbols());
        symbols.UnionWith(file.Property("DefineConstants").Split([';', ',', ' '],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(symbol => SyntaxFacts.IsValidIdentifier(symbol)));
        var named = file.Property("LangVersion") is { Length: > 0 } own && own != "default" ? own : target.LanguageVersion;
        var version = LanguageVersionFacts.TryParse(named, out var parsed) ? parsed : LanguageVersion.Latest;
        var documented = file.Property("GenerateDocumentationFile").Equals("true", StringComparison.OrdinalIgnoreCase)
            || file.Property("DocumentationFile").Length > 0;
        var features = file.Property("Features").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(feature => feature.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair.Length > 1 ? pair[1] : "true"));
        return new CSharpParseOptions(version, documented ? DocumentationMode.Diagnose : DocumentationMode.Parse,
            SourceCodeKind.Regular, symbols).WithFeatures(features);
    }

    public static CSharpCompilationOptions Compiling(string root, BuildFile file, RepoPath path)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithAllowUnsafe(Is(file, "AllowUnsafeBlocks"))
            .WithOverflowChecks(Is(file, "CheckForOverflowUnderflow"))
            .WithDeterministic(true)
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithNullableContextOptions(file.Property("Nullable").ToLowerInvariant() switch
            {
                "enable" => NullableContextOptions.Enable,
                "warnings" => NullableContextOptions.Warnings,
                "annotations" => NullableContextOptions.Annotations,
                _ => NullableContextOptions.Disable,
            })
            .WithSourceReferenceResolver(new SourceFileResolver([], root))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default);
        // Signed in public only: the identity that friends name, without the private key's work.
        return Is(file, "SignAssembly") && file.Property("AssemblyOriginatorKeyFile") is { Length: > 0 } key
            ? options.WithPublicSign(true).WithCryptoKeyFile(System.IO.Path.GetFullPath(System.IO.Path.Combine(root,
                path.Folder, key)))
                .WithStrongNameProvider(new DesktopStrongNameProvider())
            : options;
    }

    private static bool Is(BuildFile file, string property) => file.Property(property).Equals("true", StringComparison.OrdinalIgnoreCase);
}
