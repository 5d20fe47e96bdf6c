using System.Text.Json;

namespace Tako.Eval.Limb;

/// <summary>A row of a set of bugs: the program with its bug, the program with its fix, and the checks that tell them apart.</summary>
internal sealed record BugFixProgram(string Language, string Buggy, string Fixed, string Checks)
{
    /// <summary>Null for a language that there is no runner for.</summary>
    public static BugFixProgram? Of(JsonElement row)
    {
        var prompt = row.Text("prompt") ?? "";
        var language = LanguageOf(row.Text("task_id"), prompt + row.Text("canonical_solution"));
        return language is null ? null
            : new BugFixProgram(language, prompt + row.Text("buggy_solution"), prompt + row.Text("canonical_solution"),
                row.Text("test") ?? "");
    }

    /// <summary>The file that the bug is in.</summary>
    public string File => Language == "python" ? "solution.py" : "solution.js";

    /// <summary>A repository as a person would keep it: the program, its checks, and a test that runs them.</summary>
    public void Lay(string folder)
    {
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllText(Path.Join(folder, File), Buggy);
        if (Language == "python")
        {
            // Checks speak of the program's names, private ones too, as if they stood below it.
            System.IO.File.WriteAllText(Path.Join(folder, "checks.txt"), Checks);
            System.IO.File.WriteAllText(Path.Join(folder, "test_solution.py"), """
                import pathlib
                import unittest


                class SolutionTests(unittest.TestCase):
                    def test_checks(self):
                        import solution
                        checks = pathlib.Path(__file__).with_name("checks.txt").read_text(encoding="utf-8")
                        exec(compile(checks, "checks.txt", "exec"), dict(vars(solution)))

                """);
        }
        else
        {
            System.IO.File.WriteAllText(Path.Join(folder, "checks.txt"), Checks);
            System.IO.File.WriteAllText(Path.Join(folder, "solution.test.js"), """
                const test = require('node:test');
                const fs = require('node:fs');
                const path = require('node:path');
                const Module = require('node:module');

                test('checks', () => {
                  const file = path.join(__dirname, 'solution.js');
                  const read = (name) => fs.readFileSync(path.join(__dirname, name), 'utf8');
                  const program = new Module(file, module);
                  program.filename = file;
                  program.paths = module.paths;
                  program._compile(read('solution.js') + '\n' + read('checks.txt'), file);
                });

                """);
        }
    }

    private static string? LanguageOf(string? task, string code) => task?.Split('/')[0].ToLowerInvariant() switch
    {
        "python" => "python",
        "javascript" or "js" => "javascript",
        "java" or "go" or "cpp" or "c++" or "rust" or "csharp" => null,
        _ => code.Contains("def ", StringComparison.Ordinal) && code.Contains("):", StringComparison.Ordinal) ? "python"
            : code.Contains("=>", StringComparison.Ordinal) || code.Contains("function", StringComparison.Ordinal) ? "javascript"
            : null,
    };
}
