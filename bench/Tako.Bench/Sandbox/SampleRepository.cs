using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tako.Bench.Sandbox;

/// <summary>A repository of so many files, a hundred a folder, committed through one process of git into one pack.</summary>
internal static class SampleRepository
{
    private const int Bytes = 2_000;

    public static void Make(string root, int files)
    {
        Directory.CreateDirectory(root);
        Git(root, "init", "-q");
        // Thousands of loose objects would make git tidy up behind the back of whoever measures.
        Git(root, "config", "gc.auto", "0");
        using var import = Process.Start(new ProcessStartInfo("git", ["fast-import", "--quiet"])
        {
            WorkingDirectory = root, RedirectStandardInput = true,
        })!;
        using (var stream = new BufferedStream(import.StandardInput.BaseStream, 1 << 20))
        {
            stream.Write("commit HEAD\ncommitter b <b@example.org> 0 +0000\ndata 3\nall\n"u8);
            for (var file = 0; file < files; file++)
            {
                var (folder, content) = ($"d{file / 100}", Content(file));
                if (file % 100 == 0)
                    Directory.CreateDirectory(Path.Join(root, folder));
                File.WriteAllBytes(Path.Join(root, folder, $"f{file}"), content);
                stream.Write(Encoding.ASCII.GetBytes($"M 100644 inline {folder}/f{file}\ndata {content.Length}\n"));
                stream.Write(content);
                stream.WriteByte((byte)'\n');
            }
        }

        import.WaitForExit();
        Git(root, "read-tree", "HEAD");
    }

    private static byte[] Content(int file) =>
        Encoding.ASCII.GetBytes(file.ToString(CultureInfo.InvariantCulture).PadRight(Bytes, 'x'));

    private static void Git(string root, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root })!;
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git {arguments[0]} failed in {root}.");
    }
}
