namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>Names that every Python program may use, to find the near ones among.</summary>
internal static class PythonWords
{
    public static readonly string[] Builtins =
    [
        "abs", "all", "any", "bool", "bytes", "callable", "chr", "dict", "divmod", "enumerate", "filter", "float",
        "format", "frozenset", "getattr", "hasattr", "hash", "input", "int", "isinstance", "issubclass", "iter",
        "len", "list", "map", "max", "min", "next", "object", "open", "ord", "pow", "print", "property", "range",
        "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super",
        "tuple", "type", "zip", "True", "False", "None", "ValueError", "TypeError", "KeyError", "IndexError",
        "Exception", "RuntimeError", "StopIteration", "NotImplementedError", "AttributeError", "OSError",
        "ZeroDivisionError",
    ];

    /// <summary>What other languages call it.</summary>
    public static readonly Dictionary<string, string> Foreign = new(StringComparer.Ordinal)
    {
        ["true"] = "True", ["false"] = "False", ["null"] = "None", ["nil"] = "None", ["undefined"] = "None", ["this"] = "self",
    };

    /// <summary>Modules of the standard library; others may be installed anywhere.</summary>
    public static readonly string[] Modules =
    [
        "os", "sys", "re", "json", "math", "random", "datetime", "collections", "itertools", "functools", "pathlib",
        "typing", "unittest", "subprocess", "logging", "string", "time", "copy", "hashlib", "shutil", "tempfile",
        "threading", "dataclasses",
    ];

    /// <summary>Methods of the common types.</summary>
    public static readonly string[] Methods =
    [
        "append", "extend", "insert", "remove", "pop", "clear", "index", "count", "sort", "reverse", "copy", "keys",
        "values", "items", "get", "update", "setdefault", "add", "discard", "union", "intersection", "difference",
        "strip", "lstrip", "rstrip", "split", "join", "replace", "startswith", "endswith", "lower", "upper",
        "title", "format", "encode", "decode", "find", "isdigit", "isalpha", "read", "write", "close", "readlines",
        "splitlines", "capitalize",
    ];
}
