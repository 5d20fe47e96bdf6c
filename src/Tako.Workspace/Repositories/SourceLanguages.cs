namespace Tako.Workspace.Repositories;

/// <summary>The language of a source file by its ending.</summary>
internal static class SourceLanguages
{
    private static readonly Dictionary<string, string> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cs"] = "C#", [".fs"] = "F#", [".vb"] = "Visual Basic", [".py"] = "Python", [".js"] = "JavaScript", [".mjs"] = "JavaScript",
        [".cjs"] = "JavaScript", [".jsx"] = "JavaScript", [".ts"] = "TypeScript", [".tsx"] = "TypeScript", [".go"] = "Go", [".rs"] = "Rust",
        [".java"] = "Java", [".kt"] = "Kotlin", [".scala"] = "Scala", [".c"] = "C", [".h"] = "C", [".cc"] = "C++", [".cpp"] = "C++",
        [".hpp"] = "C++", [".rb"] = "Ruby", [".php"] = "PHP", [".swift"] = "Swift", [".sh"] = "Shell", [".lua"] = "Lua",
    };

    public static string? Of(string name) => ByEnding.GetValueOrDefault(Path.GetExtension(name));
}
