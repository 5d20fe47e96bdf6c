import unittest
from datetime import datetime

from menu.timing import last_plate, schedule
from tests.evening import EVENING

SEVEN = datetime(2026, 5, 2, 19, 0)


class Timing(unittest.TestCase):
    def test_the_first_course_leaves_at_once(self):
        self.assertEqual((SEVEN, "Oyster, cucumber"), schedule(EVENING, SEVEN)[0])

    def test_each_course_waits_for_the_one_before_and_a_pause(self):
        times = [time.strftime("%H:%M") for time, _ in schedule(EVENING, SEVEN)]
        self.assertEqual(["19:00", "19:20", "19:45", "20:20"], times)

    def test_the_evening_ends_when_the_last_course_is_eaten(self):
        self.assertEqual("20:35", last_plate(EVENING, SEVEN).strftime("%H:%M"))

    def test_an_empty_menu_ends_as_it_starts(self):
        self.assertEqual(SEVEN, last_plate([], SEVEN))


if __name__ == "__main__":
    unittest.main()
