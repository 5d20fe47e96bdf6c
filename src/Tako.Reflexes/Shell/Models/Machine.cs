namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that stop the machine, its services or its processes, or take its guards down.</summary>
internal static class Machine
{
    private const string WayOut = "Ask a person to do it.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        foreach (var name in (string[])["shutdown", "reboot", "halt", "poweroff"])
        {
            models[name] = static call =>
            {
                if (!(call.Has('c') || call.Has("help") || call.Has('w', "wtmp-only")))
                    call.Deny("machine.stop", "stops the machine", WayOut);
            };
        }

        models["init"] = models["telinit"] = static call =>
        {
            if (call.Says("0") || call.Says("6") || call.Says("1"))
                call.Deny("machine.stop", "stops the machine", WayOut);
        };
        models["systemctl"] = Systemctl;
        models["service"] = static call =>
        {
            if (call.Says("stop") || call.Says("restart"))
                call.Ask("machine.service", "stops a service", WayOut);
        };
        models["crontab"] = Crontab;
        models["kill"] = Kill;
        models["pkill"] = models["killall"] = static call =>
        {
            if (call.Has('u', "user") || call.Says(".") || call.Says("-1") || call.Says(".*"))
                call.Deny("kill.all", "ends all processes of a user", "End one process by its id.");
            else if (!(call.Has('l', "list") || call.Words.Any(static word => word is "-0" or "-USR1" or "-USR2" or "-HUP" or "-CONT")))
                call.Ask("kill.name", "ends every process of a name, also those of others", "End one process by its id.");
        };
        models["iptables"] = models["ip6tables"] = static call =>
        {
            if (call.Has('F', "flush") || call.Has('X', "delete-chain") || (call.Has('P', "policy") && call.Says("ACCEPT")))
                call.Deny("machine.firewall", "takes the firewall down", WayOut);
            else if (call.Has('D', "delete") || call.Has('A', "append") || call.Has('I', "insert") || call.Has('P', "policy"))
                call.Ask("machine.firewall-rule", "changes the firewall", WayOut);
        };
        models["nft"] = Says(["flush", "delete", "destroy"], "machine.firewall", "takes the firewall down");
        models["ufw"] = Says(["disable", "reset"], "machine.firewall", "takes the firewall down");
        models["setenforce"] = Says(["0", "Permissive"], "machine.guard", "takes a guard of the system down");
        models["userdel"] = models["deluser"] = models["groupdel"] = static call => call.Deny("machine.user",
            "removes a user or group", WayOut);
        models["passwd"] = models["chpasswd"] = models["usermod"] = models["visudo"] = static call =>
            call.Ask("machine.account", "changes an account", WayOut);
        models["history"] = static call =>
        {
            if (call.Has('c') || call.Has('w'))
                call.Ask("machine.history", "removes the record of what was run", "Leave the history as it is.");
        };
        models["swapoff"] = models["rmmod"] = static call => call.Ask("machine.kernel", "changes the running system", WayOut);
        models["sysctl"] = static call =>
        {
            if (call.Has('w', "write"))
                call.Ask("machine.kernel", "changes the running system", WayOut);
        };
    }

    private static Action<ShellCall> Says(string[] verbs, string code, string reason) => call =>
    {
        if (Array.Exists(verbs, call.Says))
            call.Deny(code, reason, WayOut);
    };

    private static void Systemctl(ShellCall call)
    {
        var verb = call.Operands("tpHMno", "type", "property", "host", "machine", "lines", "output").FirstOrDefault();
        if (verb is "poweroff" or "reboot" or "halt" or "kexec" or "suspend" or "hibernate" or "rescue" or "emergency" or "isolate")
            call.Deny("machine.stop", "stops the machine", WayOut);
        else if (verb is "stop" or "disable" or "mask" or "kill" or "restart" or "daemon-reexec" or "set-default")
            call.Ask("machine.service", "stops or changes a service", WayOut);
    }

    private static void Crontab(ShellCall call)
    {
        if (call.Has('r'))
            call.Deny("machine.crontab", "removes all of the user's timed jobs", "Show them with 'crontab -l' and ask a person.");
        else if (!(call.Has('l') || call.Has('e')) && (call.Says("-") || call.Operands("u").Count > 0))
            call.Ask("machine.crontab-write", "replaces all of the user's timed jobs", "Show them with 'crontab -l' and ask a person.");
    }

    private static void Kill(ShellCall call)
    {
        if (call.Has('l', "list"))
            return;
        var targets = call.From(1).Where(static word => word.Length > 0).ToList();
        if (targets.Count > 0 && targets[0][0] == '-' && targets.Count > 1 && targets[0] is not "--")
            targets.RemoveAt(0);
        if (targets.Exists(static word => word is "-1" or "1" or "0") && call.Words is not [_, "-0" or "-1" or "-s", ..])
            call.Deny("kill.all", "ends every process it may", "End one process by its id.");
        else if (call.Words is [_, "-1" or "-9", "-1"])
            call.Deny("kill.all", "ends every process it may", "End one process by its id.");
    }
}
