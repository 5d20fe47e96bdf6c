using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tako.Storage.Sqlite.Engine;

/// <summary>
/// The native SQLite of this process: the system's library where it is there and not older than the one that came with
/// Tako, for its fixes; else the one that came with Tako.
/// </summary>
public static class SqliteEngine
{
    /// <summary>
    /// The release that came with Tako, in SQLite's numbering; an older system library is passed over.
    /// </summary>
    private const int BundledVersion = 3_035_005;

    private static readonly string[] _systemLibraries =
        OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0"];

    private static readonly Lazy<string> _source = new(Load);

    /// <summary>Where the library comes from: its file name, or <c>bundled</c>.</summary>
    public static string Source => _source.Value;

    /// <summary>Such as <c>3.40.1</c>.</summary>
    public static string Version => Source.Length > 0 ? raw.sqlite3_libversion().utf8_to_string() : "";

    /// <summary>Loads the library once; every connection is opened after this.</summary>
    internal static void Use() => _ = _source.Value;

    private static string Load()
    {
        var (handle, name) = FindSystemLibrary();
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly,
            (library, _, _) => library == "e_sqlite3" ? handle : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return name;
    }

    private static (nint Handle, string Name) FindSystemLibrary()
    {
        foreach (var name in _systemLibraries)
        {
            if (!NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var handle))
                continue;
            if (IsUsable(handle))
                return (handle, name);
            NativeLibrary.Free(handle);
        }

        return (0, "bundled");
    }

    /// <summary>New enough, and built to be called from several threads.</summary>
    private static bool IsUsable(nint handle) =>
        Call(handle, "sqlite3_libversion_number") >= BundledVersion && Call(handle, "sqlite3_threadsafe") > 0;

    private static int Call(nint library, string export) => NativeLibrary.TryGetExport(library, export, out var address)
        ? Marshal.GetDelegateForFunctionPointer<NumberFunction>(address)()
        : 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int NumberFunction();
}
