namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that remove files.</summary>
internal static class Removal
{
    private const string Absolute = "Name one path below the working directory or below /tmp, or ask a person.";
    private const string Relative = "Remove what git tracks with 'git rm -r' and let a build clean its own output, or ask a person.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["rm"] = models["grm"] = Rm;
        models["unlink"] = models["srm"] = models["trash"] = static call => Plain(call, call.Operands());
        models["rmdir"] = static call =>
        {
            foreach (var target in call.Operands())
            {
                if (Place(call, target) is PathPlace.System or PathPlace.Root)
                    call.Deny("rm.system", "removes a folder of the system", Absolute);
            }
        };
        models["shred"] = models["wipe"] = static call =>
        {
            if (!call.Says("-") && call.Operands("ns").Count > 0)
                call.Deny("rm.shred", "destroys a file beyond recovery", "Remove it with 'rm', or ask a person.");
        };
    }

    /// <summary>Judges what is removed with all that is in it.</summary>
    /// <param name="force">Whether nothing asks back.</param>
    public static void Tree(ShellCall call, string target, bool force)
    {
        var place = Place(call, target);
        if (ShellPath.Expendable(place))
            return;
        var (code, what, wayOut) = place switch
        {
            PathPlace.Root => ("rm.root", "removes the whole file system", Absolute),
            PathPlace.System or PathPlace.Device => ("rm.system", "removes folders of the system", Absolute),
            PathPlace.Home => ("rm.home", "removes a home folder or the settings in it", Absolute),
            PathPlace.Working => ("rm.working", "removes the working directory itself or what is above it", Relative),
            PathPlace.Repository => ("rm.repository", "removes a repository's history", "Use git's commands for that."),
            PathPlace.Unknown => ("rm.unknown", "removes a path that is not known before it runs", "Write the path out."),
            PathPlace.TemporaryRoot => ("rm.temporary", "removes the files of every program in the place for temporary ones",
                "Name the folder below it that is yours."),
            PathPlace.Inside => ("rm.inside", "removes a folder of the project with all that is in it", Relative),
            PathPlace.Relative => ("rm.relative", "removes a folder, and which one depends on where it runs", Relative),
            _ => ("rm.outside", "removes a folder outside of the working directory", Absolute),
        };
        var level = place switch
        {
            PathPlace.TemporaryRoot or PathPlace.Inside => ShellLevel.Ask,
            PathPlace.Outside or PathPlace.Relative or PathPlace.Unknown => force ? ShellLevel.Deny : ShellLevel.Ask,
            _ => ShellLevel.Deny,
        };
        call.Walk.Add(code, level, call.Name, what, wayOut);
    }

    /// <summary>Judges files that are removed one by one.</summary>
    public static void Plain(ShellCall call, IEnumerable<string> targets)
    {
        foreach (var target in targets)
        {
            switch (Place(call, target))
            {
                case PathPlace.Root or PathPlace.System or PathPlace.Device:
                    call.Deny("rm.system", "removes files of the system", Absolute);
                    break;
                case PathPlace.Home when !target.Contains('*') && SecretFiles.Is(target):
                    call.Deny("rm.keys", "removes keys", Absolute);
                    break;
                case PathPlace.Home:
                    call.Ask("rm.home", "removes the user's own settings", Absolute);
                    break;
                case PathPlace.Repository:
                    call.Deny("rm.repository", "removes parts of a repository's own store", "Use git's commands for that.");
                    break;
                case PathPlace.Working when target.Contains('*'):
                    call.Ask("rm.all", "removes every file in a folder", "Name the files.");
                    break;
                case PathPlace.Outside when call.Walk.Scope.Context.WorkingDirectory is not null:
                    call.Ask("rm.outside-file", "removes a file outside of the working directory", Absolute);
                    break;
                case PathPlace.Unknown:
                    call.Ask("rm.unknown-file", "removes a file that is not known before it runs", "Write the path out.");
                    break;
            }
        }
    }

    private static void Rm(ShellCall call)
    {
        if (call.Has("help") || call.Has("version"))
            return;
        if (call.Has("no-preserve-root"))
            call.Deny("rm.root", "may remove the whole file system", Absolute);
        var recursive = call.Has('r', "recursive") || call.Has('R');
        var force = call.Has('f', "force") && !call.Has('i') && !call.Has("interactive");
        var targets = call.Operands();
        if (!recursive)
            Plain(call, targets);
        else
            targets.ForEach(target => Tree(call, target, force));
    }

    private static PathPlace Place(ShellCall call, string target) => ShellPath.Place(target, call.Walk.Scope, call.Walk.Options);
}
