namespace Tako.Reflexes.Shell.Models;

/// <summary>Containers and clusters: what they remove, and what they run inside.</summary>
internal static class Containers
{
    private const string Look = "List what would go first, and name one thing.";
    private static readonly string[] KeptForGood = ["namespace", "namespaces", "ns", "pv", "pvc", "persistentvolume", "persistentvolumes",
        "persistentvolumeclaim", "persistentvolumeclaims", "crd", "crds", "secret", "secrets", "node", "nodes", "customresourcedefinition"];

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["docker"] = models["podman"] = models["nerdctl"] = Docker;
        models["docker-compose"] = models["podman-compose"] = Compose;
        models["kubectl"] = models["oc"] = Kubectl;
        models["helm"] = static call =>
        {
            if (Verb(call, "n", "namespace", "kube-context") is "uninstall" or "delete" or "del" or "un" && !call.Has("dry-run"))
                call.Deny("helm.uninstall", "removes a release with all that belongs to it", "Use --dry-run and show a person the list.");
            else if (Verb(call, "n", "namespace", "kube-context") is "rollback")
                call.Ask("helm.rollback", "replaces what is running", Look);
        };
    }

    private static string? Verb(ShellCall call, string letters, params ReadOnlySpan<string> names) =>
        call.Operands(letters, names).FirstOrDefault();

    private static void Docker(ShellCall call)
    {
        var words = call.Operands("Hcl", "host", "context", "log-level", "config");
        var (noun, verb) = (words.FirstOrDefault(), words.Count > 1 ? words[1] : "");
        switch (noun)
        {
            case "system" when verb == "prune":
                call.Walk.Add("docker.prune", call.Has("volumes") ? ShellLevel.Deny : ShellLevel.Ask, call.Name,
                    "removes all that is not in use, whoever made it", Look);
                break;
            case "volume" when verb is "rm" or "remove" or "prune":
                call.Deny("docker.volume", "removes volumes with the data in them", Look);
                break;
            case "container" or "image" or "network" or "builder" or "buildx" or "pod" when verb is "prune":
                call.Ask("docker.prune-some", "removes all that is not in use, whoever made it", Look);
                break;
            case "rm" or "kill" or "rmi" or "container" or "image" when (noun is not ("container" or "image") || verb is "rm" or "kill"):
                if (call.Has('f', "force") || noun == "kill" || verb == "kill" || call.Has('v', "volumes") || call.Inline.Given)
                    call.Ask("docker.remove", "removes containers or images that are in use", Look);
                break;
            case "swarm" when verb == "leave":
                call.Deny("docker.swarm", "takes the machine out of its cluster", "Ask a person.");
                break;
            case "stack" or "service" or "secret" or "config" when verb is "rm" or "remove":
                call.Ask("docker.stack", "removes what is running", Look);
                break;
            case "compose":
                Compose(call);
                break;
            case "exec":
                Inside(call, call.IndexOf("exec"));
                break;
            case "run":
                if (call.Has("privileged") || call.Words.Any(static word => word is "/:/host" or "--volume=/:/host"
                    || word.StartsWith("/:/", StringComparison.Ordinal)
                    || word.Contains("docker.sock", StringComparison.Ordinal)))
                    call.Ask("docker.host", "gives a container the whole machine", "Mount only the working directory.");
                break;
        }
    }

    private static void Compose(ShellCall call)
    {
        if (call.Says("down") && (call.Has('v', "volumes") || call.Has("rmi")))
            call.Deny("docker.volume", "removes volumes with the data in them", "Leave -v out.");
        else if (call.Says("rm") && call.Has('v'))
            call.Deny("docker.volume", "removes volumes with the data in them", "Leave -v out.");
        else if (call.Says("exec"))
            Inside(call, call.IndexOf("exec"));
    }

    private static void Inside(ShellCall call, int verb)
    {
        var target = call.FirstOperand("euwn", ["env", "env-file", "user", "workdir", "detach-keys", "index"], verb + 1);
        var before = call.Walk.Scope.Save();
        call.Walk.Scope.Go("/");
        call.Run(target + 1);
        call.Walk.Scope.Restore(before);
    }

    private static void Kubectl(ShellCall call)
    {
        var words = call.Operands("nfloc", "namespace", "context", "cluster", "kubeconfig", "selector", "filename", "output",
            "container", "grace-period");
        if (call.Words.Any(static word => word.StartsWith("--dry-run", StringComparison.Ordinal)
            && !word.EndsWith("=none", StringComparison.Ordinal)))
            return;
        switch (words.FirstOrDefault())
        {
            case "delete":
                var kinds = (words.Count > 1 ? words[1] : "").Split(',');
                if (call.Has('A', "all-namespaces") || kinds.Any(kind => KeptForGood.Contains(kind.Split('/')[0],
                    StringComparer.OrdinalIgnoreCase)))
                    call.Deny("kube.delete-kept", "removes what holds data or much else",
                        "Use --dry-run=client and show a person the list.");
                else
                    call.Ask("kube.delete", "removes what is running", "Use --dry-run=client and show a person the list.");
                break;
            case "drain" or "cordon" or "taint":
                call.Ask("kube.drain", "takes a machine out of service", "Ask a person.");
                break;
            case "replace" when call.Has("force"):
                call.Ask("kube.replace", "removes and makes anew what is running", "Use 'kubectl apply'.");
                break;
            case "scale" when call.Words.Any(static word => word is "--replicas=0"):
                call.Ask("kube.scale", "stops what is running", "Ask a person.");
                break;
            case "exec":
                if (call.IndexOf("--") is > 0 and var dashes)
                    call.Run(dashes + 1);
                break;
        }
    }
}
