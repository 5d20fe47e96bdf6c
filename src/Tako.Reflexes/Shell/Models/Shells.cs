namespace Tako.Reflexes.Shell.Models;

/// <summary>Shells and what reads a script into the running one.</summary>
internal static class Shells
{
    private const string Download = "Save it to a file, read it, and run the file when it is what you want.";

    private static readonly string[] Names =
        ["sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "csh", "tcsh", "rbash", "mksh", "pwsh"];

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        foreach (var name in Names)
            models[name] = Shell;
        models["eval"] = Eval;
        models["source"] = models["."] = Source;
        models["cd"] = models["pushd"] = static call => call.Walk.Scope.Go(call.Operands().FirstOrDefault());
        models["popd"] = static call => call.Walk.Scope.Go(null);
        models["at"] = models["batch"] = Fed;
    }

    public static bool Is(string name) => Array.IndexOf(Names, name) >= 0;

    /// <summary>A command that runs what it reads.</summary>
    public static void Fed(ShellCall call)
    {
        var feed = call.Feed;
        if (feed.Text is { } text)
        {
            call.Walk.Script(text, Feed.Unknown);
            if (feed.Decoded)
                call.Deny("shell.decoded", "runs a script that was hidden in an encoding", "Write the script in plain text.");
        }
        else if (feed.Network)
        {
            call.Deny("shell.download", "runs what another machine sends, unseen", Download);
        }
        else if (feed.Decoded)
        {
            call.Deny("shell.decoded", "runs a script that was hidden in an encoding", "Write the script in plain text.");
        }
        else if (feed.Given)
        {
            call.Ask("shell.piped", "runs what another command prints", "Print it first, then run what it says as plain commands.");
        }
    }

    private static void Shell(ShellCall call)
    {
        for (var index = 1; index < call.Count; index++)
        {
            var word = call.Words[index];
            if (word is "--" or "-")
                continue;
            if (word is "-o" or "+o" or "-O" or "+O" or "--rcfile" or "--init-file")
            {
                index++;
            }
            else if (word.Length > 1 && word[0] is '-' or '+')
            {
                if (word is "--command" or "-Command" || (word[1] != '-' && word.Contains('c')))
                {
                    Script(call, index + 1);
                    return;
                }

                if (word[1] != '-' && word.Contains('s'))
                    break;
            }
            else if (word is "/dev/stdin")
            {
                break;
            }
            else
            {
                if (call.Inline.Network)
                    call.Deny("shell.download", "runs what another machine sends, unseen", Download);
                return;
            }
        }

        Fed(call);
    }

    private static void Script(ShellCall call, int index)
    {
        if (call.Inline.Network)
            call.Deny("shell.download", "runs what another machine sends, unseen", Download);
        while (index < call.Count && call.Words[index] is "--" or "-e" or "-x" or "-l" or "-i")
            index++;
        if (index < call.Count)
            Code(call, call.Words[index]);
    }

    private static void Eval(ShellCall call)
    {
        if (call.Inline.Network)
            call.Deny("shell.download", "runs what another machine sends, unseen", Download);
        Code(call, string.Join(' ', call.From(call.FirstOperand("", []))));
    }

    private static void Code(ShellCall call, string code)
    {
        if (code.Length > 0 && !code.AsSpan().ContainsAnyExcept(ShellWalk.Unknown, ' '))
        {
            // Nothing of it is known: from outside it could be anything, from the script itself a person may look.
            if (call.Feed.Given && call.Name != "eval")
                call.Deny("shell.input", "runs its input as a script", "Write the commands out.");
            else if (call.Feed.Given || !call.Inline.Network)
                call.Ask("shell.unknown-script", "runs a script that is not known before it runs", "Write the commands out.");
            return;
        }

        call.Walk.Script(code, call.Feed);
    }

    private static void Source(ShellCall call)
    {
        if (call.Inline.Network)
            call.Deny("shell.download", "runs what another machine sends, unseen", Download);
    }
}
