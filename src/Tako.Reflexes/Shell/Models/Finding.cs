using System.Collections.Frozen;

namespace Tako.Reflexes.Shell.Models;

/// <summary>find and fd: what they delete, and what they run for each file.</summary>
internal static class Finding
{
    private static readonly FrozenSet<string> Narrowing = FrozenSet.Create("-name", "-iname", "-path", "-ipath", "-wholename",
        "-iwholename",
        "-regex", "-iregex", "-lname", "-inum", "-samefile", "-size", "-empty", "-mtime", "-mmin", "-atime", "-amin", "-ctime", "-cmin",
        "-newer", "-newermt", "-user", "-nouser", "-group", "-nogroup", "-perm", "-links", "-used", "-uid", "-gid");

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["find"] = models["gfind"] = Find;
        models["fd"] = models["fdfind"] = static call =>
        {
            var at = call.Words.ToList().FindIndex(static word => word is "-x" or "-X" or "--exec" or "--exec-batch");
            if (at > 0)
                call.Walk.Run([.. call.From(at + 1), ShellWalk.Unknown.ToString()], Feed.Unknown);
        };
    }

    private static void Find(ShellCall call)
    {
        var roots = new List<string>();
        var index = 1;
        while (index < call.Count && call.Words[index] is "-L" or "-H" or "-P" or "-d" or "-E" or "-X" or "-x")
            index++;
        for (; index < call.Count && !IsExpression(call.Words[index]); index++)
            roots.Add(call.Words[index]);
        if (roots.Count == 0)
            roots.Add(".");
        var narrowed = call.Words.Any(Narrowing.Contains);
        for (; index < call.Count; index++)
        {
            switch (call.Words[index])
            {
                case "-delete":
                    Removes(call, roots, narrowed);
                    break;
                case "-exec" or "-execdir" or "-ok" or "-okdir":
                    index = Exec(call, index, roots, narrowed);
                    break;
                case "-fprint" or "-fprintf" or "-fls" or "-fprint0" when index + 1 < call.Count:
                    Redirections.Write(call.Words[++index], false, "find", Feed.Nothing, call.Walk);
                    break;
                case var word when Narrowing.Contains(word) && word is not ("-empty" or "-nouser" or "-nogroup"):
                    index++;
                    break;
            }
        }
    }

    private static int Exec(ShellCall call, int index, List<string> roots, bool narrowed)
    {
        var words = new List<string>();
        for (index++; index < call.Count && call.Words[index] is not (";" or "+" or "\\;"); index++)
            words.Add(call.Words[index].Replace("{}", ShellWalk.Unknown.ToString(), StringComparison.Ordinal));
        var plain = Plain(words);
        if (plain is ["rm" or "unlink" or "srm", ..] && !IsRecursive(plain))
            Removes(call, roots, narrowed);
        else
            call.Walk.Run(words, Feed.Unknown);
        return index;
    }

    // What is found below a place is judged as a whole: with nothing to narrow it, everything there goes.
    private static void Removes(ShellCall call, List<string> roots, bool narrowed)
    {
        foreach (var root in roots)
        {
            var place = ShellPath.Place(root, call.Walk.Scope, call.Walk.Options);
            if (ShellPath.Expendable(place))
                continue;
            var severe = place is PathPlace.Root or PathPlace.System or PathPlace.Home or PathPlace.Device or PathPlace.Repository;
            if (place == PathPlace.TemporaryRoot)
                call.Ask("find.remove", "removes files that are not named", "Look at what -print shows first.");
            else if (!narrowed && call.Says("-delete"))
                call.Deny("find.delete-all", "removes everything below a folder",
                    "Narrow it with -name, and look at what -print shows first.");
            else if (severe && !narrowed)
                call.Deny("find.system", "removes files all over the system or the home folder", "Start below the working directory.");
            else if (severe)
                call.Ask("find.system", "removes files all over the system or the home folder", "Start below the working directory.");
            else if (!narrowed || place is PathPlace.Unknown)
                call.Ask("find.remove", "removes files that are not named", "Look at what -print shows first.");
        }
    }

    private static List<string> Plain(List<string> words)
    {
        var first = 0;
        while (first < words.Count && ShellCall.PlainName(words[first]) is "sudo" or "command" or "env" or "nice" or "busybox" or "doas")
            first++;
        var plain = words.Skip(first).ToList();
        if (plain.Count > 0)
            plain[0] = ShellCall.PlainName(plain[0]);
        return plain;
    }

    private static bool IsRecursive(List<string> words) => words.Skip(1).Any(static word =>
        word.StartsWith("--r", StringComparison.Ordinal)
        || (word.Length > 1 && word[0] == '-' && word[1] != '-' && word.AsSpan().IndexOfAny('r', 'R') > 0));

    private static bool IsExpression(string word) => word.Length > 1 && (word[0] == '-' || word is "(" or "!" or ")") || word is "!" or "(";
}
