using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>One writer a repository: an exclusive lock on a file that the system drops when its holder dies.</summary>
internal static class RepositoryLock
{
    public static IDisposable? TryTake(string journalFolder, string root)
    {
        var name = ContentHash.Of(Encoding.UTF8.GetBytes(root))[..32] + ".lock";
        try
        {
            return new FileStream(Path.Join(journalFolder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
