"""The menu that the tests cook."""

from menu.courses import Course

OYSTER = Course("Oyster, cucumber", 10, frozenset({"shellfish"}))
BREAD = Course("Sourdough, brown butter", 15, frozenset({"gluten", "milk"}))
TURBOT = Course("Turbot, vin jaune", 25, frozenset({"fish", "milk"}))
PEAR = Course("Pear, hay", 15)

EVENING = [OYSTER, BREAD, TURBOT, PEAR]
