using System.Net;
using System.Net.Sockets;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>A hostile command tries to get out. Each attempt is also known to work without a sandbox.</summary>
public sealed class EscapeTests
{
    /// <summary>How the hostile command gets in.</summary>
    public enum Where
    {
        Once,
        InAWarmLimb,

        /// <summary>With a way to a package feed, which must be the only one.</summary>
        Preparing,
    }

    public static TheoryData<IsolationTier, Where> Overlays => [.. Places.Where(place => place.Tier <= IsolationTier.L2)];

    public static TheoryData<IsolationTier, Where> All => [.. Places];

    private static IEnumerable<(IsolationTier Tier, Where)> Places =>
        new[] { IsolationTier.L1, IsolationTier.L2 }.SelectMany(tier => Enum.GetValues<Where>().Select(where => (tier, where)))
            .Concat([(IsolationTier.L3, Where.Once), (IsolationTier.L4, Where.Once)]);

    [Theory, MemberData(nameof(All))]
    public async Task Writing_and_deleting_outside(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository().With("file", "x");
        var outside = Path.Join(repository.Parent, "outside");
        File.WriteAllText(outside, "precious");
        var before = repository.Hash();
        await RunAsync(tier, where, repository.Shell(
            $"echo hacked > '{outside}'; rm -f '{outside}'; echo x > '{repository.Parent}/new'; " +
                $"echo x > /var/tmp/tako-escape-{Environment.ProcessId}; "
            + $"echo x > '{Sandboxes.StateFolder}/helper/evil'; ln -s '{outside}' link; echo hacked > link; "
            + $"ln '{outside}' hard; echo hacked > hard; "
            + $"echo hacked >> ../outside; mv ../outside ../moved; chmod 777 '{outside}'; "
            + "echo x > /etc/tako-escape; rm -f /etc/hostname; true"));
        var held = File.Exists(outside) && File.ReadAllText(outside) == "precious"
            && Directory.GetFileSystemEntries(repository.Parent).Length == 2
            && !File.Exists(Path.Join(Sandboxes.StateFolder, "helper/evil")) && !File.Exists("/etc/tako-escape");
        File.Delete("/etc/tako-escape");
        File.Delete(Path.Join(Sandboxes.StateFolder, "helper/evil"));
        File.Delete($"/var/tmp/tako-escape-{Environment.ProcessId}");
        await HoldsAsync(tier, "writing or deleting outside the repository", held);
        repository.Hash().ShouldBe(before);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Tcp(IsolationTier tier, Where where)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var report = await PythonAsync(tier, where,
            $"import socket; socket.create_connection(('127.0.0.1', {port}), 2).send(b'x'); print('out')");
        await HoldsAsync(tier, "TCP", !report.StandardOutput.Contains("out") && !listener.Pending());
    }

    [Theory, MemberData(nameof(All))]
    public async Task Udp_and_name_look_ups(IsolationTier tier, Where where)
    {
        using var listener = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)listener.Client.LocalEndPoint!).Port;
        var report = await PythonAsync(tier, where, $"""
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.sendto(b'x', ('127.0.0.1', {port}))
            """);
        // Loopback answers at once or not at all.
        await HoldsAsync(tier, "UDP and name look-ups", listener.Available == 0);
        if (tier > IsolationTier.L2)
            return;
        report = await PythonAsync(tier, where, """
            import socket
            try: socket.getaddrinfo('example.org', 443); print('resolved')
            except OSError: pass
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try: s.sendto(b'x', ('192.0.2.1', 53)); print('sent')
            except OSError: pass
            """);
        report.StandardOutput.ShouldBe("");
    }

    [Theory, MemberData(nameof(All))]
    public async Task Unix_sockets_of_the_machine(IsolationTier tier, Where where)
    {
        var folder = Directory.CreateTempSubdirectory("tako-sock-").FullName;
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Join(folder, "s")));
        listener.Listen();
        var report = await PythonAsync(tier, where, $"import socket; socket.socket(socket.AF_UNIX).connect('{folder}/s'); print('out')");
        Directory.Delete(folder, recursive: true);
        await HoldsAsync(tier, "Unix sockets of the machine", !report.StandardOutput.Contains("out"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Abstract_sockets(IsolationTier tier, Where where)
    {
        var name = $"tako-{Environment.ProcessId}-{tier}-{where}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        listener.Listen();
        var report = await PythonAsync(tier, where, $"import socket; socket.socket(socket.AF_UNIX).connect('\\0{name}'); print('out')");
        await HoldsAsync(tier, "abstract sockets", !report.StandardOutput.Contains("out"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Reading_secrets_of_the_home_folder(IsolationTier tier, Where where)
    {
        var folder = Path.Join(Environment.GetEnvironmentVariable("HOME"), ".ssh");
        var own = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        var key = Path.Join(folder, $"tako-canary-{Environment.ProcessId}");
        File.WriteAllText(key, "SECRET");
        using var repository = new TestRepository();
        var report = await RunAsync(
            tier, where, repository.Shell(
                $"cat '{key}' ~/.ssh/* {Environment.GetEnvironmentVariable("HOME")}/.ssh/*; " +
                "cat /proc/1/environ; true"));
        File.Delete(key);
        if (own)
            Directory.Delete(folder);
        await HoldsAsync(tier, "reading the home folder's secrets", !report.StandardOutput.Contains("SECRET"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Leaking_a_secret_of_the_environment(IsolationTier tier, Where where)
    {
        Environment.SetEnvironmentVariable("TAKO_CANARY_KEY", "canary-value");
        using var repository = new TestRepository();
        var report = await RunAsync(
            tier, where, repository.Shell("env; set; cat /proc/self/environ /proc/1/environ | tr '\\0' '\\n'; true") with
        {
            Environment = new Dictionary<string, string> { ["GIVEN"] = "passed-on" },
        });
        report.StandardOutput.ShouldContain("GIVEN=passed-on");
        await HoldsAsync(tier, "leaking secrets of the environment", !report.StandardOutput.Contains("canary-value"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_first_process_and_outsiders(IsolationTier tier, Where where)
    {
        var report = await PythonAsync(tier, where, $"""
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            try: print('root', os.listdir('/proc/1/root/')[:1]) if os.stat('/proc/1/root/').st_ino != os.stat('/').st_ino else None
            except OSError: pass
            try: os.kill({Environment.ProcessId}, 0); print('signal')
            except OSError: pass
            if libc.ptrace(16, {Environment.ProcessId}, 0, 0) == 0: print('traced'); libc.ptrace(17, {Environment.ProcessId}, 0, 0)
            try: print('environ' if open('/proc/{Environment.ProcessId}/environ').read() else '', end='')
            except OSError: pass
            """, probe: tier != IsolationTier.L4);
        await HoldsAsync(tier, "/proc/1/root and tracing outsiders", tier != IsolationTier.L4
            && report.StandardOutput == "", report.StandardOutput);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Power_and_dangerous_calls(IsolationTier tier, Where where)
    {
        var report = await PythonAsync(tier, where, """
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            status = open('/proc/self/status').read()
            for set in ('CapEff', 'CapPrm', 'CapInh', 'CapAmb', 'CapBnd'):
                if int(status.split(set + ':')[1].split()[0], 16) != 0: print(set)
            if 'NoNewPrivs:\t1' not in status: print('privileges')
            if libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0: print('mount')
            if libc.umount2(os.getcwd().encode(), 2) == 0: print('umount')
            if libc.unshare(0x10000000 | 0x20000) == 0: print('unshare')
            if libc.mount(None, b'/', None, 32 | 4096, None) == 0: print('remount')
            for path in ('/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/sys/kernel/uevent_helper', '/proc/sys/vm/drop_caches'):
                try: open(path, 'w'); print(path)
                except OSError: pass
            for name in os.listdir('/dev'):
                if name not in ('null', 'zero', 'full', 'random', 'urandom', 'tty', 'shm', 'pts', 'ptmx', 'fd',
                                'stdin', 'stdout', 'stderr'): print(name)
            if os.path.exists('/etc/shadow'):
                try: print('shadow' if open('/etc/shadow').read() else '')
                except OSError: pass
            """);
        report.StandardError.ShouldBe("");
        report.StandardOutput.Trim().ShouldBe("");
        if (tier != IsolationTier.L1)
            return;
        report = await PythonAsync(tier, where, """
            import ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            import platform
            numbers = ((321, 298, 250, 248, 323, 425, 169, 175) if platform.machine() == 'x86_64'
                       else (280, 241, 219, 217, 282, 425, 142, 105))
            for number in numbers:
                if libc.syscall(number, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38): print(number, ctypes.get_errno())
            """);
        report.StandardOutput.ShouldBe("");
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_call_that_only_a_filter_refuses(IsolationTier tier, Where where)
    {
        // Asks for the number of the session's key ring, which any user may where no filter says no.
        var report = await PythonAsync(tier, where, """
            import ctypes, platform
            libc = ctypes.CDLL(None, use_errno=True)
            got = libc.syscall(250 if platform.machine() == 'x86_64' else 219, 0, -3, 0, 0, 0)
            print('refused' if got < 0 and ctypes.get_errno() == 1 else 'let through')
            """);
        await HoldsAsync(tier, "dangerous system calls", report.StandardOutput == "refused\n", report.StandardOutput);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_git_hook_and_takos_folder(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository().With("file", "x").With(".tako/constitution.yaml", "law").Committed();
        var before = repository.Hash();
        var report = await RunAsync(tier, where, repository.Shell(
            "mkdir -p .git/hooks; echo evil > .git/hooks/pre-commit; git config core.hooksPath /tmp; "
            + "echo lawless > .tako/constitution.yaml; rm -rf .git .tako; mv .git .g; "
            + $"echo evil > '{repository.Root}/.git/hooks/pre-commit'; cat .tako/constitution.yaml; ls .git/hooks/pre-commit"));
        await HoldsAsync(tier, "git hooks and Tako's own folder", repository.Hash() == before);
        if (tier <= IsolationTier.L2)
            report.StandardOutput.ShouldBe("law");
    }

    [Theory, MemberData(nameof(All))]
    public async Task Editing_a_protected_test(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository().With("tests/a.txt", "honest").With("src.txt", "x").Committed();
        var before = repository.Hash();
        // A run may spoil its own view of a test; neither the disk nor any other run may see it, nor what was staged for it.
        await RunAsync(tier, where, repository.Shell(
            $"echo faked > tests/a.txt; rm -f tests/a.txt; chmod 777 tests; echo faked > '{repository.Root}/tests/a.txt'; true"));
        await HoldsAsync(tier, "changing the repository itself", repository.Hash() == before);
        if (tier == IsolationTier.L4)
            return;
        var report = await RunAsync(tier, where, repository.Shell("cat tests/a.txt") with
        {
            Staged = repository.Stage(("tests/a.txt", "faked")),
            ProtectedFromDisk = ["tests"],
        });
        report.StandardOutput.ShouldBe("honest");
        repository.Hash().ShouldBe(before);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Links_out_of_the_repository(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository().With("file", "x");
        var outside = Path.Join(repository.Parent, "outside");
        File.WriteAllText(outside, "precious");
        File.CreateSymbolicLink(Path.Join(repository.Root, "link"), outside);
        File.CreateSymbolicLink(Path.Join(repository.Root, "folder"), repository.Parent);
        await RunAsync(tier, where, repository.Shell(
            "echo hacked > link; echo hacked > folder/outside; rm -f folder/outside; ln -f folder/outside hard && echo hacked > hard; "
            + "ln -s .. up; echo hacked > up/new; mkdir t; mv folder t/; echo hacked > t/folder/new; true"));
        var held = File.Exists(outside) && File.ReadAllText(outside) == "precious" && !File.Exists(Path.Join(repository.Parent, "new"));
        await HoldsAsync(tier, "writing or deleting outside the repository", held);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_file_of_three_gigabytes(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository();
        var report = await RunAsync(tier, where, repository.Shell("truncate -s 3G big && echo made; exit 0"));
        await HoldsAsync(tier, "files without end", report.StandardOutput == "");
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_fork_bomb(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository();
        const string Bomb = "$| = 1; for (1 .. 300) { my $p = fork(); last unless defined $p; if (!$p) { sleep 3; exit } " +
            "print '.' } sleep 1";
        var outcome = await OutcomeAsync(tier, where, repository.Run("/usr/bin/perl", "-e", Bomb) with
        {
            Limits = new SandboxLimits { Processes = 40 },
        });
        var held = outcome is RunOutcome.Killed
            || (outcome is RunOutcome.Exited { Report: var report } && report.StandardOutput.Length < 40);
        await HoldsAsync(tier, "fork bombs, memory and processor hogs", held, outcome.ToString());
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_survivor_process(IsolationTier tier, Where where)
    {
        using var repository = new TestRepository();
        var mark = $"9{Environment.ProcessId}{(int)tier}{(int)where}.5";
        await RunAsync(
            tier, where, repository.Shell(
                $"(setsid sleep {mark} >/dev/null 2>&1 </dev/null &) ; (nohup sleep {mark} &) ; sleep 0.3; true"));
        var survivors = Directory.GetDirectories("/proc").Where(process => Survives(process, mark))
            .Select(path => int.Parse(Path.GetFileName(path))).ToArray();
        foreach (var survivor in survivors)
            System.Diagnostics.Process.GetProcessById(survivor).Kill();
        await HoldsAsync(tier, "surviving processes", survivors.Length == 0);
    }

    private static bool Survives(string process, string mark)
    {
        try
        {
            return File.ReadAllText(Path.Join(process, "cmdline")).StartsWith($"sleep\0{mark}", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<RunReport> PythonAsync(IsolationTier tier, Where where, string script, bool probe = true)
    {
        using var repository = new TestRepository().With("attack.py", script);
        return await RunAsync(tier, where, probe ? repository.Run("/usr/bin/python3", "attack.py") : repository.Run("true"));
    }

    /// <summary>The tier's own table must say what was seen: a promise that does not hold and a hidden weakness both fail.</summary>
    private static async Task HoldsAsync(IsolationTier tier, string against, bool held, string? seen = null)
    {
        var report = (await Sandboxes.Ladder).Reports.Single(report => report.Tier == tier);
        var promised = report.Protections.Single(protection => protection.Against == against).Holds;
        held.ShouldBe(promised, $"{tier} against {against} {seen}");
        // The system call filter is the one thing the second tier does without.
        if (tier <= IsolationTier.L2 && against != "dangerous system calls")
            held.ShouldBeTrue();
    }

    private static async Task<RunReport> RunAsync(IsolationTier tier, Where where, SandboxRun run)
    {
        var outcome = await OutcomeAsync(tier, where, run);
        return outcome.ShouldBeOfType<RunOutcome.Exited>(outcome.ToString()).Report;
    }

    private static async Task<RunOutcome> OutcomeAsync(IsolationTier tier, Where where, SandboxRun run)
    {
        var token = TestContext.Current.CancellationToken;
        var sandbox = await Sandboxes.OfAsync(tier);
        if (where != Where.InAWarmLimb)
            return await sandbox.RunAsync(where == Where.Once ? run : run with { Network = NetworkAccess.To("feed.invalid") }, token);
        var opened = (await sandbox.OpenAsync(new WarmLimbOptions { Root = run.Root }, token)).ShouldBeOfType<WarmOutcome.Opened>();
        await using var limb = opened.Limb;
        return await limb.RunAsync(run, token);
    }
}
