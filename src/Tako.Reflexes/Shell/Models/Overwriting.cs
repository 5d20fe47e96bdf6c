namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that write over files, or put them where they are lost.</summary>
internal static class Overwriting
{
    private const string WayOut = "Write below the working directory, or ask a person.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["mv"] = models["gmv"] = Move;
        models["cp"] = models["install"] = models["ln"] = models["gcp"] = Copy;
        models["dd"] = Dd;
        models["truncate"] = Truncate;
        models["tee"] = models["sponge"] = static call =>
        {
            foreach (var target in call.Operands())
                Redirections.Write(target, call.Has('a', "append"), call.Name, call.Feed, call.Walk);
        };
        models["sed"] = models["gsed"] = static call =>
        {
            if (!call.Has('i', "in-place"))
                return;
            foreach (var target in call.Operands("ef", "expression", "file").Where(static word => word.StartsWith('/')
                || word[..Math.Min(1, word.Length)] == "~"))
                Redirections.Write(target, false, call.Name, Feed.Nothing, call.Walk);
        };
        models["rsync"] = Rsync;
        models["tar"] = static call =>
        {
            if (call.Has("remove-files"))
                call.Ask("tar.remove", "removes the files it has packed", "Pack them first and look at the archive.");
            if (call.Value('C', "directory") is { } folder && call.From(1).Any(static word => word.TrimStart('-').StartsWith('x')
                || word == "--extract"))
                Redirections.Write(folder, false, call.Name, Feed.Nothing, call.Walk);
        };
    }

    private static void Move(ShellCall call)
    {
        var (sources, target) = Split(call);
        foreach (var source in sources)
        {
            switch (Place(call, source))
            {
                case PathPlace.Root or PathPlace.System or PathPlace.Device:
                    call.Deny("mv.system", "moves files of the system away", WayOut);
                    break;
                case PathPlace.Home or PathPlace.Working when !source.Contains('*'):
                    call.Deny("mv.home", "moves a home folder or the working directory away", WayOut);
                    break;
                case PathPlace.Repository:
                    call.Deny("mv.repository", "moves a repository's own store away", WayOut);
                    break;
            }
        }

        if (target is "/dev/null")
            call.Deny("mv.null", "throws files away", "Remove them by name with 'rm', or ask a person.");
        else if (target is not null)
            Into(call, target);
    }

    private static void Copy(ShellCall call)
    {
        var (sources, target) = Split(call);
        if (target is null)
            return;
        if (sources.Contains("/dev/null") && target.Length > 0)
            call.Ask("cp.empty", "empties a file", "Keep a copy first.");
        Into(call, target);
    }

    private static void Into(ShellCall call, string target)
    {
        switch (Place(call, target))
        {
            case PathPlace.Device:
                call.Deny("write.device", "writes over a device", WayOut);
                break;
            case PathPlace.System or PathPlace.Root:
                call.Ask("write.system", "changes files of the system", WayOut);
                break;
            case PathPlace.Home when target is not ("~" or "~/"):
                call.Ask("write.home", "changes the user's own settings", WayOut);
                break;
            case PathPlace.Repository:
                call.Ask("write.repository", "writes into a repository's own store", "Use git's commands for that.");
                break;
        }
    }

    private static void Dd(ShellCall call)
    {
        foreach (var word in call.Words)
        {
            if (!word.StartsWith("of=", StringComparison.Ordinal))
                continue;
            Redirections.Write(word[3..], false, call.Name, call.Feed, call.Walk);
            if (Place(call, word[3..]) is PathPlace.Unknown)
                call.Deny("write.device", "writes over something that is not known before it runs", "Write the path out.");
        }
    }

    private static void Truncate(ShellCall call)
    {
        foreach (var target in call.Operands("sr", "size", "reference"))
        {
            Redirections.Write(target, false, call.Name, Feed.Nothing, call.Walk);
            if (call.Value('s', "size") is "0" && Place(call, target) is not (PathPlace.Temporary or PathPlace.Build))
                call.Ask("truncate.empty", "empties a file", "Keep a copy first.");
        }
    }

    private static void Rsync(ShellCall call)
    {
        if (call.Has('n', "dry-run") || call.Has("list-only"))
            return;
        var targets = call.Operands("efTBM", "rsh", "exclude", "include", "exclude-from", "files-from", "log-file", "rsync-path");
        if (call.Words.Any(static word => word.StartsWith("--del", StringComparison.Ordinal)))
            call.Deny("rsync.delete", "removes at the target what the source does not have",
                "Run it with --dry-run and show a person the list.");
        if (call.Has("remove-source-files"))
            call.Ask("rsync.remove", "removes the files it has copied", "Copy first and compare.");
        if (targets.Count < 2)
            return;
        if (targets[^1].Contains(':'))
            Network.SendsFiles(call, targets[..^1]);
        else
            Into(call, targets[^1]);
    }

    private static (List<string> Sources, string? Target) Split(ShellCall call)
    {
        var operands = call.Operands("tSmog", "target-directory", "suffix", "mode", "owner", "group");
        if (call.Value('t', "target-directory") is { } folder)
            return (operands, folder);
        return operands.Count == 0 ? ([], null) : (operands[..^1], operands[^1]);
    }

    private static PathPlace Place(ShellCall call, string target) => ShellPath.Place(target, call.Walk.Scope, call.Walk.Options);
}
