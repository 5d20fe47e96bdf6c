using System.Text;
using Tako.Workspace.Sandbox.Live;

namespace Tako.Workspace.Sandbox.Script;

/// <summary>Writes a part of a plan to the scratch file system, where the script's <c>mount -a</c> finds it as a table.</summary>
/// <param name="before">Where the machine's own tree is at this point: its root, or the place it was moved to.</param>
/// <param name="tree">Where the command's tree is at this point.</param>
internal sealed class ScriptParts(ShadowPlan plan, HostView host, string cache, string before, string tree)
{
    /// <summary>The folder under <c>/run</c> that shows the machine's own tree until the shadow is complete.</summary>
    public const string OldRoot = "/run/.old";

    private readonly List<(string Name, string Target)> _layers = [];

    private uint User => host.IsRoot ? plan.User : host.User;

    private uint Group => host.IsRoot ? plan.Group : host.Group;

    /// <summary>Writes entries and the table of mounts called <paramref name="name"/>.</summary>
    public void Write(LiveFolder scratch, ShadowPart part, string name)
    {
        foreach (var entry in part.Scratch)
        {
            // In an ordinary user's name space the user is the only one there is.
            var (user, group) = entry.Mine || !host.IsRoot ? (User, Group) : (0, 0);
            switch (entry.Kind)
            {
                case ScratchKind.Folder:
                    scratch.Folder(entry.Path, entry.Mode, user, group);
                    break;
                case ScratchKind.Link:
                    scratch.Link(entry.Path, entry.LinkTarget, user, group);
                    break;
                default:
                    scratch.Write(entry.Path, entry.Content, entry.Mode, user, group);
                    break;
            }
        }

        var table = Table(part);
        foreach (var (link, target) in _layers)
            scratch.Link(link, target, 0, 0);
        scratch.Write(name, Encoding.UTF8.GetBytes(table), 0x180, host.IsRoot ? 0 : User, host.IsRoot ? 0 : Group);
    }

    private string Table(ShadowPart part)
    {
        var table = new StringBuilder();
        foreach (var mount in part.Mounts)
        {
            var target = tree + mount.Target;
            switch (mount.Kind)
            {
                case MountKind.Bind:
                    // Everything was made read-only before, and a bind keeps that.
                    Line(before + mount.Source, target, "none", "rbind");
                    break;
                case MountKind.WritableBind:
                    Line(before + mount.Source, target, "none", "bind");
                    break;
                case MountKind.Overlay:
                    Line("tako", target, "overlay", Layers(mount));
                    break;
                case MountKind.Processes:
                    Line("proc", target, "proc", "ro,nosuid,nodev,noexec");
                    break;
                case MountKind.Terminals:
                    Line("devpts", target, "devpts", "newinstance,ptmxmode=0666,mode=0620,nosuid,noexec");
                    break;
            }
        }

        return table.ToString();

        void Line(string source, string target, string kind, string options) =>
            table.Append($"{Escape(source)} {Escape(target)} {kind} {options} 0 0\n");
    }

    private string Layers(ShadowMount mount)
    {
        var options = $"lowerdir={string.Join(':', mount.Lower.Select(Name))}";
        return mount.Upper is null
            ? $"{options},userxattr"
            : $"{options},upperdir={Name(mount.Upper)},workdir={Name(mount.Work!)},userxattr";
    }

    /// <summary>A link with a plain name: a path with a colon or a comma would be taken for two.</summary>
    private string Name(string layer)
    {
        if (cache.Length > 0 && HostView.IsInside(layer, cache))
            return before + Path.Join(host.Scratch, "cache", layer[cache.Length..]);
        var known = _layers.FirstOrDefault(known => known.Target == before + layer).Name;
        if (known is null)
        {
            known = $"l{_layers.Count}";
            _layers.Add((known, before + layer));
        }

        return before + Path.Join(host.Scratch, known);
    }

    private static string Escape(string path)
    {
        var text = new StringBuilder();
        foreach (var letter in path)
            text.Append(letter is ' ' or '\t' or '\n' or '\\' or '#'
                ? $"\\{Convert.ToString(letter, 8).PadLeft(3, '0')}"
                : letter.ToString());
        return text.ToString();
    }
}
