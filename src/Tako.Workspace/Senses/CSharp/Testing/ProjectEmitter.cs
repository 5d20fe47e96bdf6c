using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Tako.Workspace.Senses.CSharp.Projects;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>What became of writing a project's assembly.</summary>
internal abstract record Emission
{
    private Emission() { }

    public sealed record Done(byte[] Assembly, byte[] Symbols) : Emission;

    /// <summary>It does not compile.</summary>
    public sealed record Faulty(IReadOnlyList<Diagnostic> Errors) : Emission;

    /// <summary>Only the project's own build can make it.</summary>
    public sealed record Beyond(string Why) : Emission;
}

/// <summary>Writes assemblies in memory, once for each compilation.</summary>
internal static class ProjectEmitter
{
    private static readonly ConditionalWeakTable<CSharpCompilation, Emission> Known = [];

    public static Emission Emit(ProjectView view, OutputFiles output, CancellationToken cancellationToken)
    {
        if (view.Compilation is not { } compilation)
            return new Emission.Beyond(view.Why!);
        if (Known.TryGetValue(compilation, out var known))
            return known;
        var emission = Fresh(view.Project, compilation, output, cancellationToken);
        Known.AddOrUpdate(compilation, emission);
        return emission;
    }

    private static Emission Fresh(CSharpProject project, CSharpCompilation compilation, OutputFiles output,
        CancellationToken cancellationToken)
    {
        var resources = new List<ResourceDescription>();
        if (output.RealPath($"{project.Output.Folder}/{project.AssemblyName}.dll") is { } built)
            resources.AddRange(ResourcesOf(built));
        else if (project.Contents.Any(item => item is { Kind: "EmbeddedResource", Step: ItemStep.Include }))
            return new Emission.Beyond($"{project} embeds resources, and was never built.");
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(assembly, symbols, manifestResources: resources,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb,
                pdbFilePath: $"{project.AssemblyName}.pdb"),
            cancellationToken: cancellationToken);
        return result.Success
            ? new Emission.Done(assembly.ToArray(), symbols.ToArray())
            : new Emission.Faulty([.. result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)]);
    }

    /// <summary>The resources that the last build put into the assembly.</summary>
    private static IEnumerable<ResourceDescription> ResourcesOf(string path)
    {
        var found = new List<(string Name, byte[] Content, bool IsPublic)>();
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            if (file.PEHeaders.CorHeader is not { ResourcesDirectory: { Size: > 0 } directory })
                return [];
            var section = file.GetSectionData(directory.RelativeVirtualAddress);
            foreach (var handle in metadata.ManifestResources)
            {
                var resource = metadata.GetManifestResource(handle);
                if (!resource.Implementation.IsNil)
                    continue;
                var reader = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
                found.Add((metadata.GetString(resource.Name), reader.ReadBytes(reader.ReadInt32()),
                    resource.Attributes.HasFlag(System.Reflection.ManifestResourceAttributes.Public)));
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return [];
        }

        return found.Select(one => new ResourceDescription(one.Name, () => new MemoryStream(one.Content), one.IsPublic));
    }
}
