namespace Tako.Reflexes.Shell.Models;

/// <summary>Languages that are given code on the command line or on their input.</summary>
internal static class Interpreters
{

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        foreach (var name in (string[])["python", "pypy", "perl", "ruby", "node", "nodejs", "deno", "php", "lua", "tclsh",
            "osascript", "bun", "jruby", "julia"])
            models[name] = Code;
        foreach (var name in (string[])["awk", "gawk", "mawk", "nawk"])
            models[name] = static call =>
            {
                foreach (var word in call.Operands("vF").Take(1))
                    CodeText.Judge(word, call);
            };
        models["vim"] = models["vi"] = models["nvim"] = models["ex"] = static call =>
        {
            foreach (var word in call.From(1))
            {
                if (word.IndexOf('!') is > 0 and var bang && word[bang - 1] is ':' or '+')
                    call.Walk.Script(word[(bang + 1)..], Feed.Nothing);
            }
        };
    }

    private static void Code(ShellCall call)
    {
        for (var index = 1; index + 1 < call.Count; index++)
        {
            var word = call.Words[index];
            if (word is ['-', not '-', ..] && (word[^1] is 'e' or 'c' or 'E' or 'r' or 'p') || word is "--eval" or "--print" or "eval")
            {
                if (call.Inline.Network)
                    call.Deny("shell.download", "runs what another machine sends, unseen", "Save it to a file, read it, then run it.");
                CodeText.Judge(call.Words[index + 1], call);
            }
        }

        // Without a file to run it reads its input.
        if (call.Words.Skip(1).All(static word => word.StartsWith('-')) && !call.Has('c') && !call.Has('e'))
        {
            if (call.Feed.Text is { } text)
                CodeText.Judge(text, call);
            else if (call.Feed.Network)
                call.Deny("shell.download", "runs what another machine sends, unseen", "Save it to a file, read it, then run it.");
        }
    }
}
