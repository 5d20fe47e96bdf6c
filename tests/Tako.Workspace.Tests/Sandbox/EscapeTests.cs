using System.Net;
using System.Net.Sockets;
using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>A hostile command tries to get out. Each attempt is also known to work without a sandbox.</summary>
public sealed class EscapeTests
{
    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    public static TheoryData<IsolationTier> All => new(IsolationTier.L1, IsolationTier.L2, IsolationTier.L3, IsolationTier.L4);

    [Theory, MemberData(nameof(All))]
    public async Task Writing_and_deleting_outside(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "x");
        var outside = Path.Join(repository.Parent, "outside");
        File.WriteAllText(outside, "precious");
        var before = repository.Hash();
        await Sandboxes.RunAsync(tier, repository.Shell(
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
    public async Task Tcp(IsolationTier tier)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var report = await PythonAsync(tier, $"import socket; socket.create_connection(('127.0.0.1', {port}), 2).send(b'x'); print('out')");
        await HoldsAsync(tier, "TCP", !report.StandardOutput.Contains("out") && !listener.Pending());
    }

    [Theory, MemberData(nameof(All))]
    public async Task Udp_and_name_look_ups(IsolationTier tier)
    {
        using var listener = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)listener.Client.LocalEndPoint!).Port;
        var report = await PythonAsync(tier, $"""
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.sendto(b'x', ('127.0.0.1', {port}))
            """);
        // Loopback answers at once or not at all.
        await HoldsAsync(tier, "UDP and name look-ups", listener.Available == 0);
        if (tier > IsolationTier.L2)
            return;
        report = await PythonAsync(tier, """
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
    public async Task Unix_sockets_of_the_machine(IsolationTier tier)
    {
        var folder = Directory.CreateTempSubdirectory("tako-sock-").FullName;
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Join(folder, "s")));
        listener.Listen();
        var report = await PythonAsync(tier, $"import socket; socket.socket(socket.AF_UNIX).connect('{folder}/s'); print('out')");
        Directory.Delete(folder, recursive: true);
        await HoldsAsync(tier, "Unix sockets of the machine", !report.StandardOutput.Contains("out"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Abstract_sockets(IsolationTier tier)
    {
        var name = $"tako-{Environment.ProcessId}-{tier}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        listener.Listen();
        var report = await PythonAsync(tier, $"import socket; socket.socket(socket.AF_UNIX).connect('\\0{name}'); print('out')");
        await HoldsAsync(tier, "abstract sockets", !report.StandardOutput.Contains("out"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Reading_secrets_of_the_home_folder(IsolationTier tier)
    {
        var folder = Path.Join(Environment.GetEnvironmentVariable("HOME"), ".ssh");
        var own = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        var key = Path.Join(folder, $"tako-canary-{Environment.ProcessId}");
        File.WriteAllText(key, "SECRET");
        using var repository = new TestRepository();
        var report = await Sandboxes.RunAsync(
            tier, repository.Shell(
                $"cat '{key}' ~/.ssh/* {Environment.GetEnvironmentVariable("HOME")}/.ssh/*; " +
                "cat /proc/1/environ; true"));
        File.Delete(key);
        if (own)
            Directory.Delete(folder);
        await HoldsAsync(tier, "reading the home folder's secrets", !report.StandardOutput.Contains("SECRET"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Leaking_a_secret_of_the_environment(IsolationTier tier)
    {
        Environment.SetEnvironmentVariable("TAKO_CANARY_KEY", "canary-value");
        using var repository = new TestRepository();
        var report = await Sandboxes.RunAsync(
            tier, repository.Shell("env; set; cat /proc/self/environ /proc/1/environ | tr '\\0' '\\n'; true") with
        {
            Environment = new Dictionary<string, string> { ["GIVEN"] = "passed-on" },
        });
        report.StandardOutput.ShouldContain("GIVEN=passed-on");
        await HoldsAsync(tier, "leaking secrets of the environment", !report.StandardOutput.Contains("canary-value"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_first_process_and_outsiders(IsolationTier tier)
    {
        var report = await PythonAsync(tier, $"""
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
    public async Task Power_and_dangerous_calls(IsolationTier tier)
    {
        var report = await PythonAsync(tier, """
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
        report = await PythonAsync(tier, """
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

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_git_hook_and_takos_folder(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "x").With(".tako/constitution.yaml", "law").Committed();
        var before = repository.Hash();
        var report = await Sandboxes.RunAsync(tier, repository.Shell(
            "echo evil > .git/hooks/pre-commit; git config core.hooksPath /tmp; " +
                "echo lawless > .tako/constitution.yaml; rm -rf .git .tako; mv .git .g; " +
                "cat .tako/constitution.yaml; ls .git/hooks/pre-commit"));
        report.StandardOutput.ShouldBe("law");
        repository.Hash().ShouldBe(before);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_survivor_process(IsolationTier tier)
    {
        using var repository = new TestRepository();
        var mark = $"9{Environment.ProcessId}{(int)tier}.5";
        await Sandboxes.RunAsync(
            tier, repository.Shell(
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

    private static async Task<RunReport> PythonAsync(IsolationTier tier, string script, bool probe = true)
    {
        using var repository = new TestRepository().With("attack.py", script);
        return await Sandboxes.RunAsync(tier, probe ? repository.Run("/usr/bin/python3", "attack.py") : repository.Run("true"));
    }

    /// <summary>The tier's own table must say what was seen: a promise that does not hold and a hidden weakness both fail.</summary>
    private static async Task HoldsAsync(IsolationTier tier, string against, bool held, string? seen = null)
    {
        var report = (await Sandboxes.Ladder).Reports.Single(report => report.Tier == tier);
        var promised = report.Protections.Single(protection => protection.Against == against).Holds;
        held.ShouldBe(promised, $"{tier} against {against} {seen}");
        if (tier <= IsolationTier.L2)
            held.ShouldBeTrue();
    }
}
