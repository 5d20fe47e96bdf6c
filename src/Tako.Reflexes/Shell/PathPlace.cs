namespace Tako.Reflexes.Shell;

/// <summary>What a path leads to, as far as it matters to what is done there.</summary>
internal enum PathPlace
{
    /// <summary>Below the place for temporary files.</summary>
    Temporary,

    /// <summary>Below the working directory, in a folder that a build makes anew.</summary>
    Build,

    /// <summary>Elsewhere below the working directory.</summary>
    Inside,

    /// <summary>Relative, and the working directory is not known.</summary>
    Relative,

    /// <summary>The place for temporary files as a whole.</summary>
    TemporaryRoot,

    /// <summary>Not known before the script runs.</summary>
    Unknown,

    /// <summary>Elsewhere: another project, a mounted disk, another folder of the user.</summary>
    Outside,

    /// <summary>The working directory as a whole, or one above it.</summary>
    Working,

    /// <summary>A repository's own store.</summary>
    Repository,

    /// <summary>A home folder as a whole, or settings in it.</summary>
    Home,

    /// <summary>What the system needs to run.</summary>
    System,

    Device,

    Root,
}
