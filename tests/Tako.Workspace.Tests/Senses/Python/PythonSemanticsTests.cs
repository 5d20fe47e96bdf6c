using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Senses.Python;

public sealed class PythonSemanticsTests
{
    private static readonly (string, string)[] Shop =
    [
        ("user_service.py", "def get_user(name, *, active=True):\n    return name\n\nclass User:\n"
            + "    def __init__(self, name):\n        self.name = name\n"),
        ("auth_controller.py",
            "import user_service\nfrom user_service import get_user\n\ndef login(name):\n    return user_service.get_user(name)\n"),
        ("pkg/__init__.py", "from .impl import work\nfrom . import tools\n"),
        ("pkg/impl.py", "def work(a, b=2):\n    return a\n"),
        ("pkg/tools.py", "HAMMER = 1\n"),
        ("src/lib/__init__.py", ""),
        ("src/lib/core.py", "def run():\n    pass\n"),
        ("app.py", "import pkg\nfrom pkg import work\nfrom lib.core import run\n\nprint(pkg.work(1), pkg.tools.HAMMER, run())\n"),
    ];

    [Fact]
    public async Task A_controller_is_held_against_the_staged_service()
    {
        using var repository = new TempRepository(("README.md", "x"));
        var start = repository.Open();
        var shadow = start.With("user_service.py", "def get_user(name):\n    return name\n")
            .With("auth_controller.py", "from user_service import get_usr\n");
        var pain = (await Feelings.Python(start, "semantics").HurtsAsync(shadow)).ShouldHaveSingleItem();
        pain.Message.ShouldStartWith("cannot import name 'get_usr' from 'user_service'");
        (pain.File!.Value.Value, pain.Line, pain.Code).ShouldBe(("auth_controller.py", 1, "ImportError"));
        await Feelings.Python(start, "semantics").IsWellAsync(shadow.With("user_service.py", "def get_usr(name):\n    return name\n"));
    }

    [Fact]
    public async Task Renaming_a_function_hurts_in_the_files_that_were_not_touched()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        var pains = await Feelings.Python(start, "semantics").HurtsAsync(
            start.With("user_service.py", "def fetch_user(name):\n    return name\n"));
        pains.Select(pain => pain.Message).ShouldBe(
            ["cannot import name 'get_user' from 'user_service' (user_service.py)", "module 'user_service' has no attribute 'get_user'"]);
        pains.ShouldAllBe(pain => pain.File!.Value.Value == "auth_controller.py");
    }

    [Fact]
    public async Task A_name_handed_on_by_a_package_is_missed_where_the_package_hands_it_on()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        var pains = await Feelings.Python(start, "semantics").HurtsAsync(start.With("pkg/impl.py", "def labour(a):\n    return a\n"));
        pains.ShouldHaveSingleItem().File!.Value.Value.ShouldBe("pkg/__init__.py");
    }

    [Theory]
    [InlineData("from pkg import work\nwork()\n", "work() missing 1 required positional argument: 'a'")]
    [InlineData("import pkg\npkg.work(1, 2, 3)\n", "work() takes from 1 to 2 positional arguments but 3 were given")]
    [InlineData("from user_service import get_user\nget_user('a', alive=1)\n", "get_user() got an unexpected keyword argument 'alive'")]
    [InlineData("from user_service import User\nUser()\n", "User() missing 1 required positional argument: 'name'")]
    [InlineData("import pkg.tols\n", "No module named 'pkg.tols'")]
    [InlineData("from lib.core import walk\n", "cannot import name 'walk' from 'lib.core' (src/lib/core.py)")]
    [InlineData("def f(items):\n    return [itm for item in items]\n", "name 'itm' is not defined")]
    [InlineData("def f(x):\n    return maths.sqrt(x)\n", "name 'maths' is not defined")]
    [InlineData("from pkg.tools import *\nprint(HAMER)\n", "name 'HAMER' is not defined")]
    public async Task A_new_file_is_told_what_cannot_work(string text, string message)
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        (await Feelings.Python(start, "semantics").HurtsAsync(start.With("new.py",
            text))).ShouldHaveSingleItem().Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("try:\n    from pkg import wrok\nexcept ImportError:\n    wrok = None\nprint(wrok)\n")]
    [InlineData("import numpy as np\nfrom django.conf import settings\nprint(np.zeros(3), settings.DEBUG)\n")]
    [InlineData("from os.path import *\nprint(join('a', 'b'), whatever)\n")]
    [InlineData("import pytest\nfrom pkg import work\ndef test():\n    with pytest.raises(TypeError):\n        work()\n")]
    [InlineData("from pkg import work\ndef f(*args, **more):\n    return work(*args, **more)\n")]
    [InlineData("class A:\n    x = 1\n    def f(self):\n        return __class__, self.x, __file__\n")]
    [InlineData("def f():\n    global later\n    later = 1\ndef g():\n    return later\n")]
    [InlineData("from __future__ import annotations\ndef f(x: Later) -> Never: ...\n")]
    [InlineData("match [1]:\n    case [first, *rest]:\n        print(first, rest)\n    case {'a': b, **more}:\n        print(b, more)\n")]
    [InlineData("if (n := 3) > 2:\n    print([y := n, y], n)\nprint([last := q for q in range(3)], last)\n")]
    [InlineData("globals()['made'] = 1\nprint(made)\n")]
    [InlineData("import pkg\npkg.extra = 1\nprint(pkg.extra)\n")]
    [InlineData("import pkg\nif hasattr(pkg, 'fast'):\n    pkg.fast()\n")]
    [InlineData("def f(a):\n    def g():\n        nonlocal a\n        a = 1\n    try:\n        g()\n"
        + "    except ValueError as wrong:\n        print(wrong)\n    return lambda q=a: q\n")]
    [InlineData("from pkg._version import version\nprint(version, _('hello'))\n")]
    public async Task In_doubt_it_is_silent(string text)
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        await Feelings.Python(start, "semantics").IsWellAsync(start.With("new.py", text));
    }

    [Fact]
    public async Task What_was_wrong_before_does_not_hurt_even_when_it_moves()
    {
        using var repository = new TempRepository([.. Shop, ("old.py", "print(nobody)\nfrom pkg import missing\n")]);
        var start = repository.Open();
        await Feelings.Python(start, "semantics").IsWellAsync(start.With("old.py",
            "import os\n\n\nprint(nobody)\nfrom pkg import missing\n"));
        await Feelings.Python(start, "semantics").IsWellAsync(start.Moved("old.py", "older.py"));
    }

    [Fact]
    public async Task Deleting_a_module_hurts_whoever_imports_it()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        var pains = await Feelings.Python(start, "semantics").HurtsAsync(start.Without("user_service.py"));
        pains.Select(pain => pain.Message).Distinct().ShouldBe(["No module named 'user_service'"]);
        pains[0].File!.Value.Value.ShouldBe("auth_controller.py");
    }

    [Fact]
    public async Task A_broken_file_hurts_at_its_place_and_only_once()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        var sense = Feelings.Python(start, "parse");
        var shadow = start.With("app.py", "def f(:\n    pass\n");
        var pain = (await sense.HurtsAsync(shadow)).ShouldHaveSingleItem();
        (pain.Line, pain.Span!.Column, pain.Tool, pain.WorkspaceHash).ShouldBe((1, 7, "python3", shadow.Hash));
        await sense.IsWellAsync(start.With("app.py", "def f():\n    pass\n"));
        (await sense.IsNumbAsync(start.With("README.md", "y"))).ShouldContain("No Python file");
        (await Feelings.Python(start, "semantics").FeelAsync(shadow, TestContext.Current.CancellationToken))
            .ShouldBeOfType<Tako.Workspace.Senses.Ladder.Feeling.Well>();
    }

    [Fact]
    public async Task A_file_that_was_broken_before_is_not_this_limbs_doing()
    {
        using var repository = new TempRepository(("old.py", "print 'hello'\n"), ("bad.txt", ""));
        var start = repository.Open();
        (await Feelings.Python(start, "parse").FeelAsync(start.With("old.py", "print 'hello world'\n"),
            TestContext.Current.CancellationToken))
            .ShouldBeOfType<Tako.Workspace.Senses.Ladder.Feeling.Numb>();
    }
}
