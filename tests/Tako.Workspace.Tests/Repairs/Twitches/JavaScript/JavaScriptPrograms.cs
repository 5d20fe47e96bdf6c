namespace Tako.Workspace.Tests.Repairs.Twitches.JavaScript;

/// <summary>Small whole programs to damage.</summary>
internal static class JavaScriptPrograms
{
    public static IReadOnlyList<string> All { get; } =
    [
        """
        const fs = require('fs');
        const path = require('path');

        function load(folder, name) {
          const file = path.join(folder, name);
          if (!fs.existsSync(file)) {
            return null;
          }
          return JSON.parse(fs.readFileSync(file, 'utf8'));
        }

        module.exports = { load };

        """,
        """
        class Stack {
          constructor() {
            this.items = [];
          }

          push(item) {
            this.items.push(item);
            return this;
          }

          pop() {
            if (this.items.length === 0) {
              throw new Error('the stack is empty');
            }
            return this.items.pop();
          }
        }

        const stack = new Stack();
        for (let i = 0; i < 3; i++) {
          stack.push(i);
        }
        console.log(stack.pop(), [1, 2, 3].map((x) => x * 2));

        """,
        """
        const sum = (numbers) => numbers.reduce((total, next) => total + next, 0);

        const statistics = (numbers) => {
          const mean = sum(numbers) / numbers.length;
          const spread = numbers.map((each) => Math.abs(each - mean));
          return {
            mean,
            spread: Math.max(...spread),
            label: `mean ${mean} of ${numbers.length}`,
          };
        };

        const table = {
          first: [1, 2, 3],
          second: { name: 'two', value: 2 },
        };

        console.log(statistics(table.first), table.second.name);

        """,
        """
        const test = require('node:test');
        const assert = require('node:assert');

        function words(text) {
          const counts = {};
          for (const word of text.split(' ')) {
            const key = word.toLowerCase();
            if (key in counts) {
              counts[key] += 1;
            } else {
              counts[key] = 1;
            }
          }
          return counts;
        }

        test('counts words', async () => {
          assert.deepStrictEqual(words('a b A'), { a: 2, b: 1 });
          try {
            words(null);
          } catch (wrong) {
            assert.ok(wrong instanceof TypeError);
          }
        });

        """,
    ];
}
