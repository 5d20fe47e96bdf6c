using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Dependencies;

/// <summary>Reads the manifests of the common package managers, as far as the guard needs to know them.</summary>
internal static partial class ManifestReader
{
    private static readonly string[] Names =
    [
        "package.json", "composer.json", "*.csproj", "*.fsproj", "*.vbproj", "Directory.*.props", "Directory.*.targets", "packages.config",
        "requirements*.txt", "constraints*.txt", "pyproject.toml", "Pipfile", "Cargo.toml", "libs.versions.toml", "go.mod", "pom.xml",
        "build.gradle", "build.gradle.kts", "Gemfile",
    ];

    private static readonly string[] Registries =
    [
        "nuget.config", ".npmrc", ".yarnrc", ".yarnrc.yml", "pip.conf", "pip.ini", ".pypirc", "bunfig.toml", "**/.cargo/config.toml",
        "**/.cargo/config", "**/.mvn/settings.xml", "**/.bundle/config", "auth.json",
    ];

    private static readonly string[] Hooks = ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare",
        "pre-install-cmd", "post-install-cmd", "pre-update-cmd", "post-update-cmd", "post-autoload-dump"];

    public static bool IsManifest(RepoPath path) => Glob.MatchesAny(Names, path.Name);

    /// <summary>A file that says where packages come from.</summary>
    public static bool IsRegistry(RepoPath path) => Glob.MatchesAny(Registries, path.Value);

    /// <summary>What the text asks for; null when it cannot be read as such a manifest.</summary>
    public static Manifest? Read(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Manifest.Empty;
        try
        {
            return name.ToLowerInvariant() switch
            {
                "package.json" or "composer.json" => Json(text),
                "go.mod" => Lines(text, GoRequire(), GoReplace()),
                "gemfile" => Lines(text, Gem(), GemSource()),
                "pom.xml" => Maven(text),
                "build.gradle" or "build.gradle.kts" => Lines(text, Gradle(), GradleSource()),
                var toml when toml.EndsWith(".toml", StringComparison.Ordinal) || toml == "pipfile" => Toml(text),
                var txt when txt.EndsWith(".txt", StringComparison.Ordinal) => Requirements(text),
                _ => Project(text),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Manifest Json(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
        });
        var (packages, sources, scripts) = (new Dictionary<string, string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var section in document.RootElement.EnumerateObject())
        {
            if (section.Name == "scripts" && section.Value.ValueKind == JsonValueKind.Object)
                scripts.UnionWith(section.Value.EnumerateObject().Where(script => Hooks.Contains(script.Name))
                    .Select(script => $"{script.Name}: {script.Value}"));
            else if (section.Name is "repositories" or "publishConfig" && section.Value.ValueKind != JsonValueKind.String)
                sources.Add(section.Value.ToString());
            else if ((section.Name.EndsWith("ependencies", StringComparison.Ordinal) || section.Name is "require" or "require-dev"
                or "overrides" or "resolutions") && section.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var package in section.Value.EnumerateObject())
                    packages.TryAdd(package.Name, package.Value.ToString());
            }
        }

        return new Manifest(packages, sources, scripts);
    }

    private static Manifest Project(string text)
    {
        var (packages, sources, scripts) = (new Dictionary<string, string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var element in Xml(text))
        {
            var name = element.Name.LocalName;
            string? Get(string key) =>
                element.Attribute(key)?.Value ?? element.Elements().FirstOrDefault(e => e.Name.LocalName == key)?.Value;
            if (name is "PackageReference" or "PackageVersion" or "GlobalPackageReference" or "PackageDownload" or "package")
            {
                var package = Get("Include") ?? Get("Update") ?? Get("id");
                var version = Get("VersionOverride") ?? Get("Version") ?? Get("version");
                // Without a version it stands elsewhere, and there it is no range.
                if (package is not null && (version is not null || !packages.ContainsKey(package)))
                    packages[package] = version ?? "central";
            }
            else if (name is "RestoreSources" or "RestoreAdditionalProjectSources" or "RestoreConfigFile")
            {
                sources.Add(element.Value);
            }
            else if (name is "Exec")
            {
                scripts.Add($"build: {Get("Command")}");
            }
        }

        return new Manifest(packages, sources, scripts);
    }

    private static Manifest Maven(string text)
    {
        var (packages, sources) = (new Dictionary<string, string>(), new HashSet<string>());
        foreach (var element in Xml(text))
        {
            string? Get(string key) => element.Elements().FirstOrDefault(e => e.Name.LocalName == key)?.Value.Trim();
            if (element.Name.LocalName is "dependency" or "plugin" && Get("artifactId") is { } artifact)
                packages.TryAdd($"{Get("groupId")}:{artifact}", Get("version") ?? "central");
            else if (element.Name.LocalName is "repository" or "pluginRepository" && Get("url") is { } url)
                sources.Add(url);
        }

        return new Manifest(packages, sources, new HashSet<string>());
    }

    private static IEnumerable<XElement> Xml(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader).Descendants().ToList();
    }

    private static Manifest Requirements(string text)
    {
        var (packages, sources) = (new Dictionary<string, string>(), new HashSet<string>());
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Split(" #")[0].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '-' || line.Contains("://"))
                sources.Add(line);
            else if (Requirement().Match(line) is { Success: true } match)
                packages[match.Groups[1].Value] = Pinned(match.Groups[2].Value);
        }

        return new Manifest(packages, sources, new HashSet<string>());
    }

    // Not all of TOML: tables of dependencies, and lists of them in quotes.
    private static Manifest Toml(string text)
    {
        var (packages, sources) = (new Dictionary<string, string>(), new HashSet<string>());
        var (table, list) = ("", false);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[' && !list)
            {
                table = line.Trim('[', ']').ToLowerInvariant();
                if (table.EndsWith("source") || table.StartsWith("source.") || table.Contains(".index"))
                    sources.Add(line);
                continue;
            }

            var isTable = table.EndsWith("dependencies") || table is "packages" or "dev-packages" or "libraries" or "versions"
                || table.Contains(".dependencies.") || table.StartsWith("dependencies.");
            if (!list && Assignment().Match(line) is { Success: true } pair)
            {
                var (key, value) = (pair.Groups[1].Value, pair.Groups[2].Value.Trim());
                var listing = key is "dependencies" or "requires" || table is "dependency-groups" or "project.optional-dependencies";
                list = listing && value.StartsWith('[') && !value.Contains(']');
                if (listing)
                    Collect(value, packages);
                else if (value.Contains("git =") || value.Contains("git=") || value.Contains("url =") || value.Contains("://"))
                    sources.Add($"{key} = {value}");
                else if (isTable)
                    packages[table.Contains("dependencies.") ? $"{table[(table.LastIndexOf('.') + 1)..]}.{key}" : key] =
                        Pinned(value.Trim('"', '\''));
            }
            else if (list)
            {
                list = !line.StartsWith(']');
                Collect(line, packages);
            }
        }

        return new Manifest(packages, sources, new HashSet<string>());
    }

    private static void Collect(string text, Dictionary<string, string> packages)
    {
        foreach (Match quoted in Quoted().Matches(text))
        {
            if (Requirement().Match(quoted.Groups[1].Value) is { Success: true } match)
                packages[match.Groups[1].Value] = Pinned(match.Groups[2].Value);
        }
    }

    private static Manifest Lines(string text, Regex package, Regex source)
    {
        var packages = new Dictionary<string, string>();
        foreach (Match match in package.Matches(text))
            packages[match.Groups[1].Value] = match.Groups[2].Value;
        return new Manifest(packages, source.Matches(text).Select(match => match.Value.Trim()).ToHashSet(), new HashSet<string>());
    }

    private static string Pinned(string version) => version.Trim().StartsWith("==") ? version.Trim()[2..].Trim() : version.Trim();

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*((?:[<>=!~@^].*)?)$")]
    private static partial Regex Requirement();

    [GeneratedRegex("""["']([^"']+)["']""")]
    private static partial Regex Quoted();

    [GeneratedRegex("""^["']?([A-Za-z0-9_.-]+)["']?\s*=\s*(.+)$""")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^\s*(?:require\s+)?([a-z0-9-]+\.[^\s]+/[^\s]+)\s+(v[0-9][^\s]*)", RegexOptions.Multiline)]
    private static partial Regex GoRequire();

    [GeneratedRegex(@"^\s*(?:replace\s+)?\S+(?:\s+v\S+)?\s+=>\s+.+$", RegexOptions.Multiline)]
    private static partial Regex GoReplace();

    [GeneratedRegex("""^\s*gem\s+["']([^"']+)["'](?:\s*,\s*["']([^"']*)["'])?""", RegexOptions.Multiline)]
    private static partial Regex Gem();

    [GeneratedRegex("""^\s*(?:source\s.*|gem\s.*(?:git:|github:|path:|:git\s).*)$""", RegexOptions.Multiline)]
    private static partial Regex GemSource();

    [GeneratedRegex("""^\s*\w+\s*\(?\s*["']([\w.-]+:[\w.-]+):([^"'@:]+)["']""", RegexOptions.Multiline)]
    private static partial Regex Gradle();

    [GeneratedRegex("""^.*(?:maven\s*\{?.*url|maven\s*\(\s*["']).*$""", RegexOptions.Multiline)]
    private static partial Regex GradleSource();
}
