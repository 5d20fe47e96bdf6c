using System.Security.Cryptography;
using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.CSharp.Projects;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>One run of one test project's tests: what lies in its output folder, and the command.</summary>
internal sealed class TestRun
{
    private const string Orders = "tako-limb-run";
    private const int MostOutput = 32 << 20;

    private const UnixFileMode Usual =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly ProjectView _view;
    private readonly OutputFiles _output;

    public TestRun(ProjectView view, OutputFiles output)
    {
        (_view, _output) = (view, output);
        Nonce = $"tako-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
    }

    /// <summary>What the runner's lines begin with.</summary>
    public string Nonce { get; }

    private CSharpProject Project => _view.Project;

    /// <summary>Puts a file into the output folder.</summary>
    public void Put(string name, ReadOnlyMemory<byte> content) => _files[$"{Project.Output.Folder}/{name}"] = content;

    public SandboxRun Make(Shadow shadow, byte[] runner, TimeSpan timeout)
    {
        Put($"{RunnerBuilder.Name}.dll", runner);
        Put(Orders, Encoding.UTF8.GetBytes($"{Nonce}\n{Project.AssemblyName}\n"));
        if (!Has("runtimeconfig.json"))
            Put($"{Project.AssemblyName}.runtimeconfig.json", HostFiles.RuntimeConfiguration(_view));
        var isBuilt = Project.Output.IsBuilt && Has("deps.json");
        if (!isBuilt)
            Put($"{Project.AssemblyName}.deps.json", HostFiles.Dependencies(_view));
        var command = new List<string> { "dotnet", "exec", "--runtimeconfig", $"{Project.AssemblyName}.runtimeconfig.json",
            "--depsfile", $"{Project.AssemblyName}.deps.json" };
        foreach (var folder in Project.Packages?.Folders ?? [])
        {
            if (folder != _output.PackageFolder)
                command.AddRange(["--additionalprobingpath", folder]);
        }

        if (!isBuilt)
            PutContents(shadow);
        if (Project.Tests == TestFramework.MSTest)
            PutAdapter();
        command.AddRange([$"{RunnerBuilder.Name}.dll", Orders]);
        return new SandboxRun
        {
            Root = shadow.Root,
            Command = command,
            WorkingDirectory = Project.Output.Folder,
            Staged = Staged(shadow),
            Timeout = timeout,
            CacheLayer = _output.Layer,
            Limits = new SandboxLimits { OutputBytes = MostOutput },
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                // A run is short: code that is compiled twice is not worth it.
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_TieredCompilation"] = "1",
            },
        };
    }

    private bool Has(string ending) => _output.Exists($"{Project.Output.Folder}/{Project.AssemblyName}.{ending}");

    private ChangeSet Staged(Shadow shadow)
    {
        var changes = shadow.Changes.Changes.Where(change => !_files.ContainsKey(change.Path.Value)).ToList();
        foreach (var (path, content) in _files)
        {
            if (RepoPath.TryParse(path, out var parsed, out _))
            {
                changes.Add(new Change
                {
                    Kind = _output.Exists(path) ? ChangeKind.Edited : ChangeKind.Added,
                    Path = parsed,
                    Content = content,
                    Mode = Usual,
                    // The name of the content is not needed: nobody commits this.
                    ContentHash = "",
                });
            }
        }

        return new ChangeSet(shadow.Root, changes);
    }

    /// <summary>Assemblies that the build files of the framework would copy beside the tests.</summary>
    private void PutAdapter()
    {
        foreach (var package in Project.Packages?.Packages ?? [])
        {
            if (!package.Name.StartsWith("MSTest.", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var path in PackageBuildFiles.Assemblies(Project.Packages!, package, Project.Target!)
                .Where(path => !_output.Exists($"{Project.Output.Folder}/{Path.GetFileName(path)}")))
                Put(Path.GetFileName(path), File.ReadAllBytes(path));
        }
    }

    /// <summary>Files that a build would copy beside the assembly.</summary>
    private void PutContents(Shadow shadow)
    {
        foreach (var item in Project.Contents.Where(item =>
            item.Of("CopyToOutputDirectory") is "Always" or "PreserveNewest" or "IfDifferent"))
        {
            if (FilePattern.Of(shadow.Root, Project.Path.Folder, item.Text) is not { } pattern)
                continue;
            var files = pattern.IsExact ? [pattern.Path]
                : shadow.Enumerate(Project.Path.Folder, RepositoryListing.IsOutput).Select(path => path.Value).Where(pattern.Matches);
            foreach (var file in files)
            {
                var name = item.Of("Link") ?? (file.StartsWith(Project.Path.Folder + "/", StringComparison.Ordinal)
                    ? file[(Project.Path.Folder.Length + 1)..] : RepositoryPaths.NameOf(file));
                if (RepoPath.TryParse(file, out var path, out _) && shadow.Read(path) is { } content
                    && RepoPath.TryParse(name, out var inside, out _))
                    Put(inside.Value, content);
            }
        }
    }
}
