namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that send to other machines.</summary>
internal static class Network
{
    private const string WayOut = "Keep it on this machine; ask a person before a file is sent anywhere.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["curl"] = Curl;
        models["wget"] = Wget;
        models["http"] = models["https"] = models["xh"] = static call =>
        {
            Sends(call);
            foreach (var word in call.Operands().Where(static word => word.Contains('@', StringComparison.Ordinal)))
                File(call, word);
        };
        models["nc"] = models["ncat"] = models["netcat"] = Netcat;
        models["socat"] = static call =>
        {
            if (call.Words.Any(static word => word.StartsWith("exec:", StringComparison.OrdinalIgnoreCase)
                || word.StartsWith("system:", StringComparison.OrdinalIgnoreCase)))
                call.Deny("net.shell", "gives another machine a shell", WayOut);
            Sends(call);
        };
        models["telnet"] = models["mail"] = models["mailx"] = models["sendmail"] = models["mutt"] = static call =>
        {
            Sends(call);
            if (call.Value('a') is { } file)
                File(call, file);
        };
        models["ftp"] = models["sftp"] = models["lftp"] = models["tftp"] = static call => Sends(call);
        models["scp"] = static call =>
        {
            var operands = call.Operands("FiPJloScD");
            if (operands.Count > 1 && IsRemote(operands[^1]))
                SendsFiles(call, operands[..^1]);
            else if (operands.Count > 1)
                Redirections.Write(operands[^1], true, call.Name, Feed.Nothing, call.Walk);
        };
    }

    public static void Leak(ShellCall call) => call.Deny("net.secret", "sends keys, passwords or the environment to another machine",
        WayOut);

    public static void SendsFiles(ShellCall call, List<string> files)
    {
        if (files.Exists(SecretFiles.Is))
            Leak(call);
        else
            call.Ask("net.upload", "sends files to another machine", WayOut);
    }

    /// <summary>Judges what flows or is substituted into a command that sends.</summary>
    private static bool Sends(ShellCall call)
    {
        var secret = call.Feed.Secret || call.Inline.Secret;
        if (secret)
            Leak(call);
        return secret;
    }

    private static void File(ShellCall call, string value)
    {
        var at = value.IndexOf('@');
        if (at < 0 && value.IndexOf("=<", StringComparison.Ordinal) is > 0 and var less)
            at = less + 1;
        var file = at < 0 ? value : value[(at + 1)..];
        if (SecretFiles.Is(file))
            Leak(call);
        else if (file is "-" or "/dev/stdin")
        {
            if (call.Feed is { Text: null, Given: true })
                call.Ask("net.upload", "sends what another command prints to another machine", WayOut);
        }
        else
        {
            call.Ask("net.upload", "sends a file to another machine", WayOut);
        }
    }

    private static void Curl(ShellCall call)
    {
        if (Sends(call))
            return;
        for (var index = 1; index < call.Count; index++)
        {
            var word = call.Words[index];
            var next = index + 1 < call.Count ? call.Words[index + 1] : "";
            if (Attached(word, next, ["-d", "-F", "--data", "--data-binary", "--data-ascii", "--data-urlencode", "--form",
                "--json"]) is { } value)
            {
                if (value.StartsWith('@') || (word is ['-', 'F', ..] or ['-', '-', 'f', ..] or "--data-urlencode"
                    && (value.Contains("=@") || value.Contains("=<"))))
                    File(call, value);
            }
            else if (Attached(word, next, ["-T", "--upload-file"]) is { } upload)
            {
                File(call, upload);
            }
            else if (Attached(word, next, ["-o", "--output"]) is { } output)
            {
                Redirections.Write(output, false, call.Name, Feed.Nothing, call.Walk);
            }
            else if (Attached(word, next, ["-X", "--request"]) is "DELETE")
            {
                call.Ask("net.delete", "asks another machine to remove something", "Show a person what would be removed.");
            }
        }
    }

    private static void Wget(ShellCall call)
    {
        Sends(call);
        foreach (var name in (string[])["post-file", "body-file"])
        {
            if (call.Value('\0', name) is { } file)
                File(call, file);
        }

        if (call.Value('O', "output-document") is { } output and not "-")
            Redirections.Write(output, false, call.Name, Feed.Nothing, call.Walk);
    }

    private static void Netcat(ShellCall call)
    {
        if (call.Has('e', "exec") || call.Has('c', "sh-exec") || call.Has("lua-exec"))
            call.Deny("net.shell", "gives another machine a shell", WayOut);
        else if (!Sends(call) && call.Feed is { Given: true, Text: null } && !call.Has('l'))
            call.Ask("net.upload", "sends what another command prints to another machine", WayOut);
    }

    private static bool IsRemote(string operand)
    {
        var colon = operand.IndexOf(':');
        return colon > 0 && !operand.AsSpan(0, colon).Contains('/');
    }

    private static string? Attached(string word, string next, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (word == name)
                return next;
            if (name[1] == '-' ? word.StartsWith(name, StringComparison.Ordinal) && word.Length > name.Length && word[name.Length] == '='
                : word.StartsWith(name, StringComparison.Ordinal))
                return word[(name.Length + (name[1] == '-' ? 1 : 0))..];
        }

        return null;
    }
}
