namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that run the command that follows.</summary>
internal static class Wrappers
{
    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["sudo"] = static call => call.Run(call.FirstOperand("CDghpRrTtUu",
            ["user", "group", "host", "prompt", "chdir", "chroot", "role", "type", "close-from", "other-user", "command-timeout"]));
        models["doas"] = static call => call.Run(call.FirstOperand("Cu", []));
        models["env"] = Env;
        models["busybox"] = models["toybox"] = static call => call.Run(call.FirstOperand("", []));
        models["xargs"] = Xargs;
        models["parallel"] = Parallel.Judge;
        models["command"] = Command;
        models["exec"] = static call => call.Run(call.FirstOperand("a", []));
        models["su"] = models["runuser"] = Su;
        models["watch"] = static call => Joined(call, call.FirstOperand("n", ["interval"]));
        models["ssh"] = Ssh;
        models["timeout"] = static call => call.Run(call.FirstOperand("ks", ["kill-after", "signal"]) + 1);
        models["chroot"] = static call => call.Run(call.FirstOperand("", []) + 1);
        models["flock"] = Flock;
        models["script"] = static call => Text(call, call.Value('c', "command"));
        models["trap"] = static call => Text(call, call.Operands().FirstOrDefault());
        models["alias"] = static call =>
        {
            foreach (var word in call.Operands())
                Text(call, word.IndexOf('=') is > 0 and var equals ? word[(equals + 1)..] : null);
        };
        foreach (var name in (string[])["nohup", "setsid", "builtin", "fakeroot", "eatmydata", "proxychains", "proxychains4", "catchsegv",
            "pkexec", "unbuffer", "caffeinate", "then", "do", "else", "dbus-run-session", "xvfb-run", "winpty"])
            models[name] = static call => call.Run(call.FirstOperand("", []));
        foreach (var name in (string[])["nice", "ionice", "chrt", "stdbuf", "time", "taskset", "cpulimit", "systemd-run", "strace",
            "ltrace",
            "gdb", "perf", "numactl", "prlimit", "unshare", "nsenter", "firejail", "bwrap"])
            models[name] = static call => call.Run(Skip(call, call.FirstOperand("ncpoefuSGtim", ["adjustment", "class", "classdata",
                "output",
                "input", "error", "format", "unit", "target"])));
    }

    /// <summary>Judges a text that a command hands to a shell.</summary>
    public static void Text(ShellCall call, string? script)
    {
        if (script is { Length: > 0 })
            call.Walk.Script(script, call.Feed);
    }

    // "taskset 0x1 make", "chrt 10 make": a number is the wrapper's own.
    private static int Skip(ShellCall call, int index) =>
        index < call.Count && call.Words[index].Length > 0 && char.IsAsciiDigit(call.Words[index][0]) ? index + 1 : index;

    private static void Joined(ShellCall call, int from)
    {
        if (from == call.Count - 1)
            Text(call, call.Words[from]);
        else if (from < call.Count)
            Text(call, string.Join(' ', call.From(from)));
    }

    private static void Env(ShellCall call)
    {
        if (call.Value('S', "split-string") is { Length: > 0 } split)
        {
            var at = call.Words.ToList().FindIndex(static word => word.StartsWith("-S", StringComparison.Ordinal)
                || word.StartsWith("--split", StringComparison.Ordinal));
            var skip = call.Words[at] is "-S" or "--split-string" ? 2 : 1;
            Text(call, string.Join(' ', call.From(at + skip).Prepend(split)));
            return;
        }

        var first = call.FirstOperand("uCP", ["unset", "chdir", "argv0"]);
        while (first < call.Count && (call.Words[first].IndexOf('=') > 0 || call.Words[first] is "-" or "--"))
            first++;
        call.Run(first);
    }

    // Names are all that "command -v" describes; with options behind them somebody expected the rest to run.
    private static void Command(ShellCall call)
    {
        var first = call.FirstOperand("", []);
        if (!(call.Has('v') || call.Has('V')) || call.From(first).Any(static word => word.StartsWith('-')))
            call.Run(first);
    }

    private static void Su(ShellCall call)
    {
        if (call.Value('c', "command") is { } script)
            Text(call, script);
        else if (call.IndexOf("--") is > 0 and var dashes)
            call.Run(dashes + 1);
        else
            Shells.Fed(call);
    }

    private static void Ssh(ShellCall call)
    {
        var host = call.FirstOperand("BbcDEeFIiJLlmOopQRSWw", []);
        if (host + 1 >= call.Count)
        {
            if (call.Feed.Given)
                Shells.Fed(call);
            return;
        }

        var before = call.Walk.Scope.Save();
        call.Walk.Scope.Go("/");
        Text(call, string.Join(' ', call.From(host + 1)));
        call.Walk.Scope.Restore(before);
        if (call.Feed.Secret || call.Inline.Secret)
            Network.Leak(call);
    }

    private static void Flock(ShellCall call)
    {
        if (call.Value('c', "command") is { } script)
            Text(call, script);
        else
            call.Run(call.FirstOperand("wE", ["timeout", "conflict-exit-code"]) + 1);
    }

    private static void Xargs(ShellCall call)
    {
        var first = call.FirstOperand("adEILlnPs", ["arg-file", "delimiter", "max-args", "max-procs", "max-chars", "max-lines",
            "process-slot-var"]);
        if (first >= call.Count)
            return;
        var command = call.From(first);
        if (command.Count > 1 && command[^1] is "-c" && Shells.Is(ShellCall.PlainName(command[^2])))
            call.Deny("shell.input", "runs its input as a script", "Write the commands out.");
        var given = (call.Feed.Text is { } text && !call.Feed.Decoded ? text.Trim() : null) ?? ShellWalk.Unknown.ToString();
        if (call.Has("replace") || call.Has('I') || call.Has('i'))
        {
            var mark = call.Value('I', "replace") is { Length: > 0 } own && !call.Says("--replace") ? own : "{}";
            call.Walk.Run([.. command.Select(word => word.Replace(mark, given, StringComparison.Ordinal))], Feed.Unknown);
            return;
        }

        string[] values = given.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        call.Walk.Run([.. command, .. values.Take(64)], Feed.Unknown);
    }
}
