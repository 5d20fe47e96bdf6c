import unittest

from menu.guests import needs_replacement, safe_for
from tests.evening import BREAD, EVENING, OYSTER, PEAR, TURBOT


class Guests(unittest.TestCase):
    def test_a_guest_without_allergies_eats_everything(self):
        self.assertEqual(EVENING, safe_for(EVENING, []))

    def test_one_allergen_is_enough_to_leave_a_course_out(self):
        self.assertEqual([OYSTER, PEAR], safe_for(EVENING, ["milk"]))

    def test_two_allergies_leave_out_what_holds_either(self):
        self.assertEqual([BREAD, PEAR], safe_for(EVENING, ["shellfish", "fish"]))

    def test_allergies_may_be_written_in_capitals(self):
        self.assertEqual([TURBOT.name], needs_replacement(EVENING, ["Fish"]))


if __name__ == "__main__":
    unittest.main()
