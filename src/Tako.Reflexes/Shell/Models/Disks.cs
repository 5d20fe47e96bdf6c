namespace Tako.Reflexes.Shell.Models;

/// <summary>Commands that make, divide or wipe disks and volumes.</summary>
internal static class Disks
{
    private const string WayOut = "Ask a person to do it, with the name of the disk.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        foreach (var name in (string[])["mkfs", "mke2fs", "mkswap", "mkdosfs", "mkntfs", "wipefs", "blkdiscard", "badblocks", "sgdisk",
            "diskpart", "format.com"])
        {
            models[name] = static call =>
            {
                if (!(call.Has("help") || call.Has("version") || call.Has('n', "no-act")) && call.Operands().Count > 0)
                    call.Deny("disk.wipe", "wipes a disk", WayOut);
            };
        }

        foreach (var name in (string[])["fdisk", "sfdisk", "cfdisk", "gdisk", "parted"])
        {
            models[name] = static call =>
            {
                if (!(call.Has('l', "list") || call.Has('d', "dump") || call.Says("print")) && call.Operands().Count > 0)
                    call.Deny("disk.partition", "changes how a disk is divided", WayOut);
            };
        }

        foreach (var name in (string[])["lvremove", "vgremove", "pvremove", "lvreduce"])
            models[name] = static call => call.Deny("disk.volume", "removes or shrinks a volume", WayOut);
        models["zpool"] = models["zfs"] = Says(["destroy", "labelclear", "rollback"]);
        models["btrfs"] = Says(["delete", "device"]);
        models["cryptsetup"] = Says(["luksErase", "luksFormat", "erase", "luksKillSlot", "luksRemoveKey"]);
        models["mdadm"] = static call =>
        {
            if (call.Has("zero-superblock") || call.Has("stop") || call.Has("remove"))
                call.Deny("disk.volume", "takes a volume apart", WayOut);
        };
        models["diskutil"] = Says(["eraseDisk", "eraseVolume", "partitionDisk", "secureErase", "zeroDisk", "reformat", "deleteVolume",
            "deleteContainer"]);
        models["nvme"] = Says(["format", "sanitize"]);
        models["hdparm"] = static call =>
        {
            if (call.Words.Any(static word => word.StartsWith("--security-erase", StringComparison.Ordinal)
                || word.StartsWith("--trim", StringComparison.Ordinal)))
                call.Deny("disk.wipe", "wipes a disk", WayOut);
        };
    }

    private static Action<ShellCall> Says(string[] verbs) => call =>
    {
        if (Array.Exists(verbs, call.Says))
            call.Deny("disk.volume", "removes or wipes a volume", WayOut);
    };
}
