namespace Tako.Workspace.Repairs.Twitches.CSharp.Sdk;

/// <summary>Finds the folder of an installed .NET SDK that holds its code fixes.</summary>
internal static class SdkFolder
{
    private const string Features = "Microsoft.CodeAnalysis.CSharp.Features.dll";

    /// <summary>The given folder, else that of the newest SDK beside this runtime or under <c>DOTNET_ROOT</c>; null when there
    /// is none.</summary>
    public static string? Find(string? given)
    {
        if (given is not null)
            return File.Exists(Path.Join(given, Features)) ? given : null;
        return Roots().SelectMany(Sdks).Select(sdk => Path.Join(sdk, "DotnetTools", "dotnet-format"))
            .FirstOrDefault(folder => File.Exists(Path.Join(folder, Features)));
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return root;
        // <root>/shared/Microsoft.NETCore.App/<version>/
        if (Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } runtime)
            yield return Path.GetFullPath(Path.Join(runtime, "..", "..", ".."));
        yield return "/usr/share/dotnet";
        yield return "/usr/lib/dotnet";
    }

    private static IEnumerable<string> Sdks(string root)
    {
        var folder = Path.Join(root, "sdk");
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder)
                .Select(path => (path, Version: Version.TryParse(Path.GetFileName(path).Split('-')[0], out var version)
                    ? version : new Version(0, 0)))
                .OrderByDescending(pair => pair.Version).Select(pair => pair.path)
            : [];
    }
}
