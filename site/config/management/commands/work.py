import signal
from argparse import ArgumentParser
from threading import Thread

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.demo_mark import refuse_wrong_database
from config.worker import MAIL, MONEY, PICTURES, REST, Worker


class Command(BaseCommand):
    help = "Does what is due: mail, offers, reminders, retention. Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="One round of what is due, then end."
        )

    def handle(self, *args: object, once: bool, **options: object) -> None:
        refuse_wrong_database()
        if not once:
            connection.close()  # each thread has its own
            _run_until_told([Worker(MAIL), Worker(MONEY), Worker(REST), Worker(PICTURES)])
        elif failed := Worker([*MONEY, *REST, *MAIL, *PICTURES]).round():
            raise CommandError(f"Failed, see the log: {', '.join(failed)}")


def _run_until_told(workers: list[Worker]) -> None:
    def stop(*_args: object) -> None:
        for worker in workers:
            worker.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threads = [Thread(target=worker.loop) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
