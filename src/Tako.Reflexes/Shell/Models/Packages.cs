namespace Tako.Reflexes.Shell.Models;

/// <summary>Package managers: what they remove from the machine, install for everyone, or make public.</summary>
internal static class Packages
{
    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["npm"] = models["pnpm"] = models["yarn"] = models["bun"] = Npm;
        models["npx"] = models["pnpx"] = models["bunx"] = static call => call.Run(call.FirstOperand("p", ["package"]));
        models["cargo"] = Publishes(["publish", "yank", "owner"]);
        models["twine"] = Publishes(["upload"]);
        models["gem"] = Publishes(["push", "yank", "owner"]);
        models["poetry"] = models["uv"] = models["hatch"] = models["flit"] = Publishes(["publish"]);
        models["mvn"] = models["gradle"] = models["gradlew"] = Publishes(["deploy", "publish", "release:perform"]);
        models["dotnet"] = static call =>
        {
            if (call.Says("nuget") && (call.Says("push") || call.Says("delete")))
                call.Deny("package.publish", "makes a package public or takes one away", "Ask a person to publish.");
        };
        models["pip"] = models["pipx"] = static call =>
        {
            if (call.Says("uninstall"))
                call.Ask("package.remove", "removes packages that other programs may use", "Work in a virtual environment.");
        };
        models["apt"] = models["apt-get"] = models["aptitude"] = models["yum"] = models["dnf"] = models["zypper"] = models["apk"]
            = models["dpkg"] = models["rpm"] = models["snap"] = models["flatpak"] = models["brew"] = models["choco"] = System;
        models["pacman"] = models["yay"] = models["paru"] = static call =>
        {
            if (call.Words.Any(static word => word.StartsWith("-R", StringComparison.Ordinal) || word == "--remove"))
                call.Deny("package.remove-system", "removes programs from the machine", "Leave them, or ask a person.");
        };
    }

    private static Action<ShellCall> Publishes(string[] verbs) => call =>
    {
        if (Array.Exists(verbs, call.Says) && !call.Has("dry-run"))
            call.Deny("package.publish", "makes a package public, or takes one away", "Use --dry-run, and ask a person to publish.");
    };

    private static void Npm(ShellCall call)
    {
        if (call.Has("dry-run"))
            return;
        var words = call.Operands("", "prefix", "registry", "workspace", "tag", "cwd");
        var verb = words.FirstOrDefault();
        var global = call.Has('g', "global") || call.Words.Any(static word => word is "--location=global") || verb == "global";
        if (verb is "publish" or "unpublish" or "deprecate" or "owner" or "access" or "dist-tag" && !(words.Count > 1
            && words[1] is "ls" or "list"))
            call.Deny("package.publish", "makes a package public, or takes one away", "Use --dry-run, and ask a person to publish.");
        else if (global && verb is "uninstall" or "remove" or "rm" or "un" or "r" || (verb == "global" && call.Says("remove")))
            call.Deny("package.remove-system", "removes programs from the machine", "Leave them, or ask a person.");
        else if (global && verb is "install" or "i" or "add" or "link" || (verb == "global" && call.Says("add")))
            call.Deny("package.install-global", "runs a package's scripts and puts its programs in everyone's path",
                "Install it into the project with --save-dev, or run it once with npx.");
    }

    private static void System(ShellCall call)
    {
        if (call.Has('s', "simulate") || call.Has("dry-run") || call.Has("just-print"))
            return;
        var verb = call.Operands("otc", "option").FirstOrDefault();
        var removes = verb is "remove" or "purge" or "autoremove" or "erase" or "uninstall" or "del" or "rm" or "full-upgrade"
            or "dist-upgrade"
            || (call.Name == "dpkg" && (call.Has('r', "remove") || call.Has('P', "purge"))) || (call.Name == "rpm"
                && call.Has('e', "erase"));
        if (removes && call.Name is "brew" or "flatpak")
            call.Ask("package.remove", "removes programs from the machine", "Leave them, or ask a person.");
        else if (removes)
            call.Deny("package.remove-system", "removes programs from the machine", "Leave them, or ask a person.");
    }
}
