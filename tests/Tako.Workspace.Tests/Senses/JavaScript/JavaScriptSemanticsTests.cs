using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Senses.JavaScript;

public sealed class JavaScriptSemanticsTests
{
    private static readonly (string, string)[] Shop =
    [
        ("price.js", "function total(prices) { return prices.length; }\nmodule.exports = { total, tax: 1 };\n"),
        ("shop.js", "const { total } = require('./price');\nconst price = require('./price');\n"
            + "module.exports = () => price.total([total]);\n"),
        ("esm/math.mjs", "export const add = (a, b) => a + b;\nexport default add;\n"),
        ("esm/all.mjs", "export * from './math.mjs';\n"),
        ("esm/use.mjs", "import { add } from './all.mjs';\nconsole.log(add(1, 2));\n"),
    ];

    [Fact]
    public async Task Renaming_an_export_hurts_in_the_files_that_were_not_touched()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        var pains = await Feelings.JavaScript(start, "semantics").HurtsAsync(
            start.With("price.js", "function sum(prices) { return prices.length; }\nmodule.exports = { sum };\n"));
        pains.Select(pain => (pain.File!.Value.Value, pain.Line)).ShouldBe([("shop.js", 1), ("shop.js", 3)]);
        pains[0].Message.ShouldBe("The module './price' does not provide an export named 'total'");
        var far = await Feelings.JavaScript(start, "semantics").HurtsAsync(start.With("esm/math.mjs",
            "export const plus = (a, b) => a + b;\n"));
        far.ShouldHaveSingleItem().File!.Value.Value.ShouldBe("esm/use.mjs");
    }

    [Theory]
    [InlineData("new.js", "const x = require('./pricee');\n", "Cannot find module './pricee'")]
    [InlineData("new.js", "require('./price').totl([1]);\n", "The module './price' does not provide an export named 'totl'")]
    [InlineData("esm/new.mjs", "import { sub } from './math.mjs';\n", "The module './math.mjs' does not provide an export named 'sub'")]
    [InlineData("esm/new.mjs", "import * as m from './math.mjs';\nm.sub(1);\n",
        "The module './math.mjs' does not provide an export named 'sub'")]
    public async Task A_new_file_is_told_what_cannot_work(string path, string text, string message)
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        (await Feelings.JavaScript(start, "semantics").HurtsAsync(start.With(path,
            text))).ShouldHaveSingleItem().Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("new.js", "try { require('./native'); } catch { }\n")]
    [InlineData("new.js", "const { total = 1, other = 2 } = require('./price');\n")]
    [InlineData("new.js", "const price = require('./price');\nif (price.fast) price.fast?.();\n")]
    [InlineData("new.js", "const price = require('./price');\nprice.hasOwnProperty('total');\n")]
    [InlineData("new.js", "import def, { anything } from './price';\nimport './style.css';\nimport x from '../dist/bundle';\n")]
    [InlineData("new.js", "const fs = require('fs');\nconst express = require('express');\nexpress.nothing(fs.gone());\n")]
    [InlineData("new.js", "const price = require('./price');\nprice.extra = () => 1;\nprice.extra();\n")]
    [InlineData("new.js", "function f(price) { return price.whatever(); }\nconst price = require('./price');\nf(price);\n")]
    public async Task In_doubt_it_is_silent(string path, string text)
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        await Feelings.JavaScript(start, "semantics").IsWellAsync(start.With(path, text));
    }

    [Fact]
    public async Task Exports_that_are_made_at_run_time_are_never_said_to_be_missing()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        await Feelings.JavaScript(start, "semantics").IsWellAsync(start.With("price.js",
            "module.exports = require('./esm/make')(module);\n")
            .With("esm/make.js", "module.exports = () => ({ total: 1 });\n"));
        await Feelings.JavaScript(start, "semantics").IsWellAsync(start.With("price.js", "Object.assign(exports, { total: 1 });\n"));
        await Feelings.JavaScript(start, "semantics").IsWellAsync(start.With("price.js", "for (const k of ['total']) exports[k] = 1;\n"));
    }

    [Theory]
    [InlineData("a.js", "const x = [1, 2;\n", 1, 16)]
    [InlineData("b.mjs", "import { a } from './a';\nconst b = ;\n", 2, 11)]
    [InlineData("c.cjs", "if (x {\n}\n", 1, 7)]
    public async Task A_broken_file_hurts_at_its_place(string path, string text, int line, int column)
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        var pain = (await Feelings.JavaScript(start, "parse").HurtsAsync(start.With(path, text))).ShouldHaveSingleItem();
        (pain.Line, pain.Span!.Column, pain.Tool, pain.Code).ShouldBe((line, column, "node", "SyntaxError"));
    }

    [Theory]
    [InlineData("a.js", "#!/usr/bin/env node\nreturn 1;\n")]
    [InlineData("a.js", "import x from 'y';\nexport default await x;\n")]
    [InlineData("a.mjs", "export const x = await import('y');\n")]
    public async Task What_node_or_a_bundler_takes_is_well(string path, string text)
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        await Feelings.JavaScript(start, "parse").IsWellAsync(start.With(path, text));
    }

    [Fact]
    public async Task Tags_and_types_are_left_to_their_own_compilers()
    {
        using var repository = new TempRepository(Shop);
        var start = repository.Open();
        (await Feelings.JavaScript(start, "parse").IsNumbAsync(
            start.With("view.js",
                "import React from 'react';\nexport const V = () => <div>hello</div>;\n"))).ShouldContain("could not be judged");
        await Feelings.JavaScript(start, "parse").IsNumbAsync(start.With("view.ts", "const x: number = 1;\n"));
    }
}
