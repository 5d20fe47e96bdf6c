using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>The words of kernels and tools that refuse, and what an administrator is told.</summary>
public sealed class MendingTests
{
    private const string AppArmor = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
    private const string Clone = "/proc/sys/kernel/unprivileged_userns_clone";
    private const string Most = "/proc/sys/user/max_user_namespaces";

    [Theory]
    [InlineData(IsolationTier.L1, "map users: uid_map: Permission denied", AppArmor, "1", "apparmor_parser")]
    [InlineData(IsolationTier.L1, "map users: setgroups: Permission denied", AppArmor, "1", "/etc/apparmor.d/tako-limb")]
    [InlineData(IsolationTier.L1, "private mounts: /: Permission denied", AppArmor, "1", "apparmor_restrict_unprivileged_userns=0")]
    [InlineData(IsolationTier.L2, "unshare: write failed /proc/self/uid_map: Operation not permitted", AppArmor, "1", "/usr/bin/unshare")]
    [InlineData(IsolationTier.L2, "setting up uid map: Permission denied", AppArmor, "1", "AppArmor")]
    [InlineData(IsolationTier.L2, "loopback: Failed RTM_NEWADDR: Operation not permitted", AppArmor, "1", "AppArmor")]
    [InlineData(IsolationTier.L1, "make namespaces: clone: Operation not permitted", Clone, "0", "kernel.unprivileged_userns_clone=1")]
    [InlineData(IsolationTier.L2, "unshare: unshare failed: No space left on device", Most, "0", "user.max_user_namespaces")]
    [InlineData(IsolationTier.L2, "unshare: unshare failed: Operation not permitted", "/.dockerenv", null, "seccomp=unconfined")]
    [InlineData(IsolationTier.L1, "make namespaces: clone: Operation not permitted", "/run/.containerenv", null, "seccomp=unconfined")]
    [InlineData(IsolationTier.L1, "proc: /state/tree/proc: Operation not permitted", "", null, "systempaths=unconfined")]
    [InlineData(IsolationTier.L1, "overlay: /repository: Invalid argument", "", null, "two stacked overlays")]
    [InlineData(IsolationTier.L2, "failed overlay and other mounts of the run mount: wrong fs type, bad option", "", null, "tier L3")]
    [InlineData(IsolationTier.L1, "restrict mount: /: Function not implemented", "", null, "Linux 5.12")]
    [InlineData(IsolationTier.L3, "landlock: this kernel: Function not implemented", "", null, "lsm=")]
    [InlineData(IsolationTier.L1, "no C compiler (cc, gcc or clang) was found", "", null, "gcc")]
    public void A_refusal_is_answered_with_what_mends_it(IsolationTier tier, string why, string about, string? setting, string mend)
    {
        var machine = new Mending.Machine(file => file == about ? setting : null, file => file == about || file.StartsWith("/usr/bin/"));
        Mending.Of(tier, why, machine).ShouldContain(mend);
    }

    [Fact]
    public void A_restriction_that_did_not_cause_the_refusal_is_not_blamed() =>
        Mending.Of(IsolationTier.L1, "overlay: /repository: Invalid argument", new Mending.Machine(file =>
            file == AppArmor ? "1" : null, _ => false))
            .ShouldNotContain("AppArmor");

    [Fact]
    public void Programs_that_are_not_there_are_named() =>
        Mending.Of(IsolationTier.L2, "failed before the first step", new Mending.Machine(_ => null, file => !file.EndsWith("setpriv")))
            .ShouldContain("Install setpriv");
}
