using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>What is read of an assembly's file without loading it; kept for the process, since packages do not change.</summary>
internal static class AssemblyFacts
{
    private const int MaxKept = 4_096;
    private static readonly ConcurrentDictionary<string, bool> Generators = new(StringComparer.Ordinal);

    public static Version VersionOf(string path) =>
        Read(path, metadata => metadata.IsAssembly ? metadata.GetAssemblyDefinition().Version : new Version(), new Version());

    /// <summary>A source generator is declared in it.</summary>
    public static bool HasGenerator(string path)
    {
        if (Generators.Count > MaxKept)
            Generators.Clear();
        return Generators.GetOrAdd(path, static path => Read(path, DeclaresGenerator, true));
    }

    private static bool DeclaresGenerator(MetadataReader metadata)
    {
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind == HandleKind.TypeDefinition && attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
                    is { Kind: HandleKind.TypeReference } type
                && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, "GeneratorAttribute"))
                return true;
        }

        return false;
    }

    private static T Read<T>(string path, Func<MetadataReader, T> read, T otherwise)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata ? read(file.GetMetadataReader()) : otherwise;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return otherwise;
        }
    }
}
