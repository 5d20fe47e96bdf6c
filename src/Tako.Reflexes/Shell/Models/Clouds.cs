namespace Tako.Reflexes.Shell.Models;

/// <summary>Command lines of clouds and of tools that build in them.</summary>
internal static class Clouds
{
    private const string WayOut = "Show a person what would be removed, such as by a plan or a dry run.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        models["terraform"] = models["tofu"] = models["terragrunt"] = Terraform;
        models["aws"] = Aws;
        foreach (var name in (string[])["gcloud", "az", "gsutil", "bq", "doctl", "heroku", "flyctl", "fly", "vercel", "netlify",
            "linode-cli",
            "hcloud", "ibmcloud", "oci", "eksctl", "gh", "glab", "firebase", "supabase", "wrangler", "railway", "scw", "aliyun", "vault",
            "consul", "etcdctl", "rclone", "s3cmd", "mc", "azcopy", "restic", "borg"])
            models[name] = General;
        foreach (var name in (string[])["pulumi", "cdk", "vagrant", "cdktf", "sam", "serverless", "sls", "ansible-galaxy",
            "minikube", "kind", "k3d"])
        {
            models[name] = static call =>
            {
                if (call.Operands().FirstOrDefault() is "destroy" or "remove" or "delete" or "down" && !call.Has("preview-only"))
                    call.Deny("cloud.destroy", "takes down everything it has built", WayOut);
            };
        }
    }

    private static void Terraform(ShellCall call)
    {
        var words = call.Operands();
        var automatic = call.Words.Any(static word => word.TrimStart('-') is "auto-approve" or "auto-approve=true");
        var destroys = call.Words.Any(static word => word.TrimStart('-') is "destroy" && word[0] == '-');
        switch (words.FirstOrDefault())
        {
            case "destroy":
                call.Deny("cloud.destroy", "takes down everything it has built",
                    "Use 'terraform plan -destroy' and show a person the plan.");
                break;
            case "apply" when destroys:
                call.Deny("cloud.destroy", "takes down everything it has built",
                    "Use 'terraform plan -destroy' and show a person the plan.");
                break;
            case "apply" when automatic:
                call.Ask("cloud.apply", "changes what is running without showing it first",
                    "Leave -auto-approve out, or apply a plan that was seen.");
                break;
            case "state" when words is [_, "rm" or "push" or "mv", ..]:
                call.Deny("cloud.state", "changes what is known about what was built", "Ask a person.");
                break;
            case "workspace" when words is [_, "delete", ..]:
                call.Deny("cloud.state", "removes what is known about what was built", "Ask a person.");
                break;
            case "force-unlock" or "taint":
                call.Ask("cloud.unlock", "changes the state that others work on", "Ask a person.");
                break;
        }
    }

    private static void Aws(ShellCall call)
    {
        if (call.Has("dryrun") || call.Has("dry-run") || call.Says("help"))
            return;
        var words = call.Operands("", "region", "profile", "output", "endpoint-url", "query");
        var (service, verb) = (words.FirstOrDefault(), words.Count > 1 ? words[1] : "");
        if (service == "s3" && verb is "rm" or "rb")
        {
            var all = call.Has("recursive") || call.Has("force") || verb == "rb";
            call.Walk.Add("cloud.delete", all ? ShellLevel.Deny : ShellLevel.Ask, call.Name, "removes what is stored",
                "Use --dryrun and show a person the list.");
        }
        else if (service == "s3" && verb is "sync" && call.Has("delete"))
            call.Deny("cloud.delete", "removes at the target what the source does not have", "Use --dryrun and show a person the list.");
        else if (service == "s3" && verb is "cp" or "mv" or "sync" && words[^1].StartsWith("s3://", StringComparison.Ordinal)
            && words.Count > 3)
            Network.SendsFiles(call, words[2..^1]);
        else if (verb.StartsWith("delete-", StringComparison.Ordinal) || verb.StartsWith("terminate-", StringComparison.Ordinal)
            || verb.StartsWith("deregister-", StringComparison.Ordinal) || verb.StartsWith("purge-", StringComparison.Ordinal)
            || verb is "schedule-key-deletion" or "remove-tags")
            call.Deny("cloud.delete", "removes something in the cloud", WayOut);
        else if (verb.StartsWith("stop-", StringComparison.Ordinal) || verb.StartsWith("reboot-", StringComparison.Ordinal))
            call.Ask("cloud.stop", "stops something in the cloud", WayOut);
    }

    private static void General(ShellCall call)
    {
        if (call.Words.Any(static word => word is "--help" or "-h" or "--dry-run" or "--dryrun"))
            return;
        var words = call.Operands("", "project", "region", "zone", "resource-group", "name", "subscription");
        foreach (var word in words.Take(5))
        {
            if (word is "delete" or "destroy" or "purge" or "rb" or "forget" or "cleanup"
                || word.StartsWith("apps:destroy", StringComparison.Ordinal)
                || word.EndsWith(":destroy", StringComparison.Ordinal) || word.EndsWith(":delete", StringComparison.Ordinal)
                || word.EndsWith(":reset", StringComparison.Ordinal) || word.StartsWith("delete-", StringComparison.Ordinal))
                call.Deny("cloud.delete", "removes something in the cloud", WayOut);
            else if (word is "rm" or "remove" or "del")
                call.Walk.Add("cloud.remove", call.Has('r', "recursive") || call.Has('R')
                    || call.Has("force") ? ShellLevel.Deny : ShellLevel.Ask,
                    call.Name, "removes what is stored", WayOut);
        }
    }
}
