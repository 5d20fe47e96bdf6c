using System.Text.Json;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>
/// Feels whether the changed TypeScript files are still programs, by the parser of the repository's own compiler. That is code of the
/// repository, so it runs in the sandbox; where it is not installed this sense is numb.
/// </summary>
internal sealed class TypeScriptSyntax(Shadow start, Runs runs) : ISense
{
    private const int MaxFiles = 100;
    private const int MaxOutput = 1 << 20;
    private const string Compiler = "node_modules/typescript/lib/typescript.js";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly string[] Endings = [".ts", ".tsx", ".mts", ".cts"];

    // Only the parser is asked: no type, no import and no setting is looked at. The first fault of a file is its root.
    private const string Program = """
        const ts = require(process.cwd() + '/node_modules/typescript/lib/typescript.js');
        const fs = require('fs');
        const faults = [];
        for (const file of process.argv.slice(1)) {
          const text = fs.readFileSync(file, 'utf8');
          const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
          const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind);
          if (!Array.isArray(source.parseDiagnostics)) throw new Error('another shape of compiler');
          const fault = source.parseDiagnostics.find(each => each.category === ts.DiagnosticCategory.Error);
          if (!fault) continue;
          const from = source.getLineAndCharacterOfPosition(fault.start);
          const to = source.getLineAndCharacterOfPosition(fault.start + Math.max(fault.length, 0));
          faults.push([file, from.line + 1, from.character + 1, to.line + 1, to.character + 1, 'TS' + fault.code,
            ts.flattenDiagnosticMessageText(fault.messageText, ' ')]);
        }
        process.stdout.write('\n' + JSON.stringify({ tako: faults }) + '\n');
        """;

    public string Rung => "parse";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var changed = ChangedFile.Between(start, shadow)
            .Where(file => file.Now is { } path && Takes(path) && !file.IsFixture && SourceText.Read(shadow, path) is not null)
            .Take(MaxFiles).ToDictionary(file => file.Now!.Value, file => file.Before);
        if (changed.Count == 0)
            return new Feeling.Numb("No TypeScript file was changed.");
        if (!File.Exists(Path.Join(shadow.Root, Compiler)))
            return new Feeling.Numb("TypeScript is not installed in the repository (node_modules/typescript); install it to have "
                + "such files parsed.");
        if (await FaultsAsync(shadow, changed.Keys, cancellationToken) is not { } faults)
            return new Feeling.Numb("The repository's TypeScript compiler could not be run in the sandbox.");
        if (faults.Count == 0)
            return new Feeling.Well();
        var old = faults.Keys.Select(path => changed[path]).OfType<RepoPath>().Where(Takes).ToList();
        var before = old.Count == 0 ? [] : await FaultsAsync(start, old, cancellationToken) ?? [];
        var pains = faults.Where(fault => changed[fault.Key] is not { } from || before.GetValueOrDefault(from)?.Message
            != fault.Value.Message).Select(fault => PainOf(fault.Key, fault.Value, shadow)).ToList();
        return pains.Count > 0 ? new Feeling.Hurt(pains) : new Feeling.Well();
    }

    private static bool Takes(RepoPath path) => Endings.Contains(Path.GetExtension(path.Name), StringComparer.Ordinal);

    private async ValueTask<Dictionary<RepoPath, SyntaxFault>?> FaultsAsync(Shadow shadow, IReadOnlyCollection<RepoPath> files,
        CancellationToken cancellationToken)
    {
        var outcome = await runs(new SandboxRun
        {
            Root = shadow.Root, Command = ["node", "-e", Program, "--", .. files.Select(file => file.Value)], Staged = shadow.Changes,
            Timeout = Limit, Limits = new SandboxLimits { OutputBytes = MaxOutput },
        }, cancellationToken);
        return outcome is RunOutcome.Exited { Report: { ExitCode: 0, Truncated: false } report } ? Read(report.StandardOutput) : null;
    }

    private static Dictionary<RepoPath, SyntaxFault>? Read(string output)
    {
        try
        {
            var line = output.Split('\n').LastOrDefault(each => each.StartsWith("{\"tako\":", StringComparison.Ordinal));
            if (line is null)
                return null;
            using var document = JsonDocument.Parse(line);
            var faults = new Dictionary<RepoPath, SyntaxFault>();
            foreach (var fault in document.RootElement.GetProperty("tako").EnumerateArray())
            {
                if (RepoPath.TryParse(fault[0].GetString()!, out var path, out _))
                    faults[path] = new SyntaxFault(fault[1].GetInt32(), fault[2].GetInt32(), fault[3].GetInt32(), fault[4].GetInt32(),
                        fault[5].GetString()!, fault[6].GetString()!);
            }

            return faults;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException or KeyNotFoundException
            or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Pain PainOf(RepoPath path, SyntaxFault fault, Shadow shadow) => new()
    {
        Rung = "parse", Tool = "typescript", Code = fault.Code, File = path, Line = fault.Line, Span = fault.Span, Message = fault.Message,
        WorkspaceHash = shadow.Hash,
    };
}
