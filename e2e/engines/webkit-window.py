"""A window with one WebKitGTK view, for WebKitWebDriver: MiniBrowser can neither choose a download folder nor print to
a file. It writes the console of its pages, finished downloads and prints to stdout, one per line.

Needs Debian's python3-gi and gir1.2-webkit2-4.1. Run it with the system's Python.
"""

import argparse
import os
import signal

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--automation", action="store_true", help="required by WebKitWebDriver")
parser.add_argument("--profile", required=True, help="the folder for everything that pages store")
parser.add_argument("--downloads", required=True)
parser.add_argument("--print-to", required=True, help="the PDF file to write when SIGUSR1 arrives")
options = parser.parse_args()


def say(*words):
    print("WINDOW", *words, flush=True)


def file_url(path):
    return "file://" + GLib.uri_escape_string(path, "/", False)


def free_path(name):
    path = os.path.join(options.downloads, name)
    count = 1
    while os.path.exists(path):
        path = os.path.join(options.downloads, f"{name}.{count}")
        count += 1
    return path


def on_download(_context, download):
    def decide(_download, suggested):
        path = free_path(suggested or "unnamed")
        download.set_destination(file_url(path))
        download.connect("finished", lambda _: say("SAVED", path))
        return True

    download.connect("decide-destination", decide)
    download.connect("failed", lambda _, error: say("FAILED", error.message))


def on_policy(_view, decision, kind):
    """Downloads whatever the view cannot show, as browsers do."""
    if kind != WebKit2.PolicyDecisionType.RESPONSE or decision.is_mime_type_supported():
        return False
    decision.download()
    return True


def print_page(view):
    operation = WebKit2.PrintOperation.new(view)
    settings = Gtk.PrintSettings.new()
    # GTK's name of the printer that writes files, in the C locale.
    settings.set(Gtk.PRINT_SETTINGS_PRINTER, "Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, file_url(options.print_to))
    operation.set_print_settings(settings)
    operation.connect("finished", lambda _: say("PRINTED", options.print_to))
    operation.connect("failed", lambda _, error: say("FAILED", error.message))
    operation.print_()
    return GLib.SOURCE_CONTINUE


def make_view():
    window = Gtk.Window()
    window.set_default_size(1180, 820)
    view = WebKit2.WebView(web_context=context, settings=settings, is_controlled_by_automation=True)
    view.connect("decide-policy", on_policy)
    view.connect("web-process-terminated", lambda _, reason: say("FAILED", "web process", reason.value_nick))
    view.connect("close", lambda _: window.destroy())
    window.connect("destroy", Gtk.main_quit)
    window.add(view)
    window.show_all()
    # window.print() does nothing in a view under automation.
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, print_page, view)
    say("PID", os.getpid())
    return view


def on_automation(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("webkit-window")
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect("create-web-view", lambda _: make_view())


storage = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(options.profile, "data"),
    base_cache_directory=os.path.join(options.profile, "cache"),
)
context = WebKit2.WebContext.new_with_website_data_manager(storage)
context.set_automation_allowed(True)
context.connect("download-started", on_download)
context.connect("automation-started", on_automation)
settings = WebKit2.Settings()
settings.set_enable_write_console_messages_to_stdout(True)
Gtk.main()
