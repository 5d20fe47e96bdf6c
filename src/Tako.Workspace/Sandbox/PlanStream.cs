using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Tako.Workspace.Sandbox;

/// <summary>Writes the operations the native helper understands.</summary>
internal sealed class PlanStream
{
    private readonly MemoryStream _bytes = new();

    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    public PlanStream Add(char operation, params IReadOnlyList<string> fields) =>
        AddBytes(operation, [.. fields.Select(field => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(field))]);

    public PlanStream AddBytes(char operation, params IReadOnlyList<ReadOnlyMemory<byte>> fields)
    {
        Span<byte> number = stackalloc byte[4];
        _bytes.WriteByte((byte)operation);
        BinaryPrimitives.WriteInt32LittleEndian(number, fields.Count);
        _bytes.Write(number);
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, field.Length);
            _bytes.Write(number);
            _bytes.Write(field.Span);
        }

        return this;
    }

    /// <summary>All operations of another list behind those of this one.</summary>
    public PlanStream Then(PlanStream other)
    {
        _bytes.Write(other.Bytes.Span);
        return this;
    }

    /// <summary>What can be put together before a run is known.</summary>
    public static PlanStream Ground(ShadowPlan plan, HostView host, long scratchBytes) =>
        new PlanStream()
            .Add('S', "namespaces", Text(plan.User), Text(plan.Group))
            .Add('b', "/", host.Tree)
            .Add('s', host.Scratch, $"mode=0755,size={scratchBytes}")
            .Part(plan, plan.Ground, host);

    /// <summary>The run's own part, up to the point where the proxy's socket may be taken over.</summary>
    /// <param name="ground">What is to be mounted first; null when it already is.</param>
    /// <param name="shown">Stop while upper folder and repository can be opened from outside.</param>
    public static PlanStream Own(ShadowPlan plan, HostView host, Ground? ground, bool shown)
    {
        var stream = new PlanStream();
        if (ground is not null)
            stream._bytes.Write(ground.Bytes.Span);
        stream.Part(plan, plan.Own, host).Add('R', host.Tree + plan.Root).Files(plan);
        // What follows comes when the folders have been opened.
        return shown ? stream.Add('H') : stream.Add('P', host.Tree);
    }

    private PlanStream Part(ShadowPlan plan, ShadowPart part, HostView host)
    {
        foreach (var entry in part.Scratch.Where(entry => entry.Kind == ScratchKind.Folder))
            Folder(plan, Path.Join(host.Scratch, entry.Path), entry);
        Add('R', host.Scratch);
        foreach (var entry in part.Scratch.Where(entry => entry.Kind == ScratchKind.File))
            AddBytes('f', Utf8(entry.Path), Utf8(Octal(entry.Mode)), entry.Content);
        foreach (var entry in part.Scratch.Where(entry => entry.Kind == ScratchKind.Link))
            Add('l', entry.LinkTarget, Path.Join(host.Scratch, entry.Path));
        foreach (var mount in part.Mounts)
            Mount(mount, host.Tree + mount.Target);
        return this;
    }

    private PlanStream Files(ShadowPlan plan)
    {
        foreach (var path in plan.Deletes)
            Add('d', path);
        foreach (var write in plan.Writes)
            AddBytes('f', Utf8(write.Path), Utf8(Octal(write.Mode)), write.Content);
        return this;
    }

    /// <summary>The last part: what the command is, and all that it may not.</summary>
    public PlanStream Command(ShadowPlan plan, SandboxRun run, IEnumerable<KeyValuePair<string, string>> environment,
        string landlockMode, IReadOnlyList<string> readable)
    {
        Add('e', Variables(environment));
        Add('r', Limits(run.Limits));
        Add('c', plan.WorkingDirectory);
        Fence(plan, landlockMode, readable);
        return Add('X', run.Command);
    }

    /// <summary>Gives up all power for good and then takes one command after another.</summary>
    public PlanStream Warm(ShadowPlan plan, HostView host) => Add('P', host.Tree).Fence(plan, "write", []).Add('W');

    /// <summary>One command of a warm limb.</summary>
    public static PlanStream Serve(string folder, SandboxRun run, IEnumerable<KeyValuePair<string, string>> environment) =>
        new PlanStream().Add('e', Variables(environment)).Add('r', Limits(run.Limits)).Add('c', folder).Add('X', run.Command);

    private PlanStream Fence(ShadowPlan plan, string landlockMode, IReadOnlyList<string> readable) =>
        Add('G').Add('A', [landlockMode, Text(plan.Writable.Count), .. plan.Writable, .. readable]);

    private static string[] Variables(IEnumerable<KeyValuePair<string, string>> environment) =>
        [.. environment.Select(variable => $"{variable.Key}={variable.Value}")];

    private static string[] Limits(SandboxLimits limits) =>
        [Text(CpuSeconds(limits)), Text(limits.FileBytes), Text(limits.Processes)];

    /// <summary>A second more than the watch allows, which sees all processes together and knows the reason.</summary>
    public static long CpuSeconds(SandboxLimits limits) => (long)Math.Ceiling(limits.CpuTime.TotalSeconds) + 1;

    private void Folder(ShadowPlan plan, string path, ScratchEntry entry) =>
        Add('m', path, Octal(entry.Mode), entry.Mine ? Text(plan.User) : RootOf(plan), entry.Mine ? Text(plan.Group) : RootGroupOf(plan));

    private void Mount(ShadowMount mount, string target)
    {
        switch (mount.Kind)
        {
            case MountKind.Bind:
                Add('b', mount.Source, target);
                break;
            case MountKind.WritableBind:
                Add('w', mount.Source, target);
                break;
            case MountKind.Overlay:
                Add('o', [target, mount.Upper ?? "", mount.Work ?? "", .. mount.Lower]);
                break;
            case MountKind.Processes:
                Add('p', target);
                break;
            case MountKind.Terminals:
                Add('y', target);
                break;
        }
    }

    // An ordinary user's name space knows no other user than the one itself.
    private static string RootOf(ShadowPlan plan) => NativeCalls.UserId == 0 ? "0" : Text(plan.User);

    private static string RootGroupOf(ShadowPlan plan) => NativeCalls.UserId == 0 ? "0" : Text(plan.Group);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Octal(int mode) => Convert.ToString(mode, 8);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
