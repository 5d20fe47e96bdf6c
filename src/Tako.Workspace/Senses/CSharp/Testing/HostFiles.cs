using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Workspace.Senses.CSharp.Projects;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>
/// What the .NET host reads beside an assembly, made for a project that was never built: which framework to start, and where in
/// the package folders its dependencies lie.
/// </summary>
internal static class HostFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] RuntimeConfiguration(ProjectView view)
    {
        var target = view.Project.Target!;
        var frameworks = new[] { view }.Concat(view.References)
            .SelectMany(one => one.Project.References)
            .Any(path => Path.GetFileName(path) == "Microsoft.AspNetCore.dll")
            ? new[] { "Microsoft.NETCore.App", "Microsoft.AspNetCore.App" } : ["Microsoft.NETCore.App"];
        var root = new JsonObject
        {
            ["runtimeOptions"] = new JsonObject
            {
                ["tfm"] = target.Text,
                ["frameworks"] = new JsonArray([.. frameworks.Select(name => new JsonObject
                {
                    ["name"] = name,
                    ["version"] = $"{target.Version.Major}.{target.Version.Minor}.0",
                })]),
                ["configProperties"] = new JsonObject { ["System.Globalization.Invariant"] = view.Project.IsInvariant },
            },
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented));
    }

    public static byte[] Dependencies(ProjectView view)
    {
        var project = view.Project;
        var framework = $".NETCoreApp,Version=v{project.Target!.Version}";
        var own = $"{project.AssemblyName}/1.0.0";
        var (targets, libraries) = (new JsonObject(), new JsonObject());
        targets[own] = new JsonObject { ["runtime"] = new JsonObject { [$"{project.AssemblyName}.dll"] = new JsonObject() } };
        libraries[own] = new JsonObject { ["type"] = "project", ["serviceable"] = false, ["sha512"] = "" };
        foreach (var package in project.Packages?.Packages ?? [])
        {
            var name = $"{package.Name}/{package.Version}";
            var runtime = new JsonObject();
            foreach (var asset in package.Runtime)
                runtime[asset] = new JsonObject();
            var native = new JsonObject();
            foreach (var (asset, rid, type) in package.ForRuntimes)
                native[asset] = new JsonObject { ["rid"] = rid, ["assetType"] = type };
            if (runtime.Count == 0 && native.Count == 0)
                continue;
            var part = new JsonObject();
            if (runtime.Count > 0)
                part["runtime"] = runtime;
            if (native.Count > 0)
                part["runtimeTargets"] = native;
            targets[name] = part;
            libraries[name] = new JsonObject { ["type"] = "package", ["serviceable"] = true, ["sha512"] = "", ["path"] = package.Folder };
        }

        foreach (var reference in view.References)
        {
            var name = $"{reference.Project.AssemblyName}/1.0.0";
            if (name == own)
                continue;
            var assembly = new JsonObject { [$"{reference.Project.AssemblyName}.dll"] = new JsonObject() };
            targets[name] = new JsonObject { ["runtime"] = assembly };
            libraries[name] = new JsonObject { ["type"] = "project", ["serviceable"] = false, ["sha512"] = "" };
        }

        var root = new JsonObject
        {
            ["runtimeTarget"] = new JsonObject { ["name"] = framework, ["signature"] = "" },
            ["compilationOptions"] = new JsonObject(),
            ["targets"] = new JsonObject { [framework] = targets },
            ["libraries"] = libraries,
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented));
    }
}
