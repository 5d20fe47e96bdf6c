using System.Collections.Frozen;

namespace Tako.Reflexes.Shell.Models;

/// <summary>Looks through code of other languages for what starts commands or removes files.</summary>
internal static class CodeText
{
    private static readonly string[] Starters = ["os.system", "subprocess", "os.popen", "popen", "system(", "system ", "exec(",
        "exec ", "execSync", "spawn",
        "child_process", "check_output", "check_call", "shell_exec", "passthru", "Open3", "%x", "qx", "do shell script",
            "Deno.Command", "$`", "Kernel."];

    private static readonly string[] TreeRemovers = ["rmtree", "rm_rf", "rm_r", "remove_tree", "rmSync", "fs.rm(", "fs.promises.rm",
        "remove_entry",
        "rimraf", "removedirs", "Deno.remove", "rmdirSync"];

    private static readonly string[] FileRemovers = ["os.remove", "os.unlink", "unlink", "File.delete", "unlinkSync", "os.rmdir",
        ".unlink("];

    private static readonly FrozenSet<string> Dangerous = FrozenSet.Create("rm", "dd", "mkfs", "shred", "git", "sudo", "find",
        "chmod", "chown");

    public static void Judge(string code, ShellCall call)
    {
        var literals = Literals(code);
        if (Array.Exists(TreeRemovers, remover => code.Contains(remover, StringComparison.Ordinal)))
        {
            var paths = literals.Where(IsPath).ToList();
            foreach (var path in paths.Count == 0 ? [ShellWalk.Unknown.ToString()] : paths)
                Removal.Tree(call, path, true);
        }

        if (Array.Exists(FileRemovers, remover => code.Contains(remover, StringComparison.Ordinal)))
            Removal.Plain(call, literals.Where(IsPath));
        var starts = Array.Exists(Starters, starter => code.Contains(starter, StringComparison.Ordinal)) || code.Contains('`');
        if (starts)
        {
            foreach (var literal in literals)
                Shell(literal, call);
            if (literals.Count > 1 && Dangerous.Contains(literals[0]))
                call.Walk.Run([.. literals.Take(64)], Feed.Unknown);
        }

        // Code that is a command as it stands: the shell was meant.
        if (Dangerous.Contains(FirstWord(code)))
            call.Walk.Script(code, Feed.Unknown);
    }

    private static void Shell(string literal, ShellCall call)
    {
        var word = ShellCall.PlainName(FirstWord(literal));
        if (word.Length > 0 && literal.Length > word.Length && CommandModels.Knows(word))
            call.Walk.Script(literal, Feed.Unknown);
    }

    private static string FirstWord(string text)
    {
        var trimmed = text.TrimStart();
        var end = trimmed.AsSpan().IndexOfAny(' ', '\t', '\n');
        return end < 0 ? trimmed : trimmed[..end];
    }

    private static bool IsPath(string text) => text.Length > 0 && text.Length < 4_096 && !text.Contains('\n')
        && (text.Contains('/') || text.Contains('.') || text[0] == '~' || text.All(static letter => char.IsAsciiLetterOrDigit(letter)
            || letter is '_' or '-'));

    private static List<string> Literals(string code)
    {
        const int most = 64;
        var all = new List<string>();
        for (var at = 0; at < code.Length && all.Count < most; at++)
        {
            var quote = code[at];
            if (quote is not ('\'' or '"' or '`'))
                continue;
            var end = at + 1;
            while (end < code.Length && code[end] != quote)
                end += code[end] == '\\' ? 2 : 1;
            if (end > at + 1)
                all.Add(code[(at + 1)..Math.Min(end, code.Length)]);
            at = end;
        }

        return all;
    }
}
