namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that change who may do what with files.</summary>
internal static class Ownership
{
    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        foreach (var name in (string[])["chmod", "chown", "chgrp", "chattr", "setfacl", "chflags"])
            models[name] = Change;
    }

    private static void Change(ShellCall call)
    {
        var operands = call.Operands();
        var recursive = call.Has('R', "recursive");
        var mode = operands.FirstOrDefault() ?? "";
        foreach (var target in operands.Skip(1))
        {
            var place = ShellPath.Place(target, call.Walk.Scope, call.Walk.Options);
            if (place is PathPlace.Root or PathPlace.Device || (recursive && place is PathPlace.System
                && target.Count(static letter => letter == '/') < 3))
                call.Deny("own.system", "changes rights or owners all over the system", "Change single files below the working directory.");
            else if (recursive && place is PathPlace.System or PathPlace.Home)
                call.Ask("own.outside", "changes rights or owners outside of the working directory", "Change single files instead.");
        }

        if (call.Name == "chmod" && mode is "777" or "0777" or "a+rwx" or "ugo+rwx" or "o+w" or "a+w" && recursive)
            call.Ask("own.everyone", "lets everyone change files", "Give rights to the owner or the group, such as 'u+rwX'.");
        if (call.Name == "chmod" && (mode.Contains("+s", StringComparison.Ordinal) || mode is ['4' or '6' or '2', _, _, _]))
            call.Ask("own.setuid", "lets a program run with its owner's rights", "Leave the bit out.");
    }
}
