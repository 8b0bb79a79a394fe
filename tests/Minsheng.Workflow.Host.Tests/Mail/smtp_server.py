"""A real SMTP server for the tests (Debian's python3-aiosmtpd). What it is to do wrong is said by the recipient's address.

smtp_server.py FOLDER PORT [--user U --password P] [--cert FILE --key FILE]
Prints "listening PORT" once it takes connections. Each message it takes becomes FOLDER/NNNN.eml, and FOLDER/NNNN.json as a mail program reads it.
"""
import argparse, asyncio, email, email.policy, json, os, ssl
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, syntax

arguments = argparse.ArgumentParser()
for name in ("folder", "port"):
    arguments.add_argument(name)
for name in ("--user", "--password", "--cert", "--key"):
    arguments.add_argument(name)
arguments = arguments.parse_args()
count = sum(name.endswith(".json") for name in os.listdir(arguments.folder))


def keep(envelope):
    """Whole or not at all: the .json comes last, by a rename."""
    global count
    count += 1
    path = os.path.join(arguments.folder, "%04d" % count)
    with open(path + ".eml", "wb") as file:
        file.write(envelope.content)
    mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
    read = {
        "to": envelope.rcpt_tos, "messageId": mail["Message-ID"], "from": str(mail["From"]), "subject": str(mail["Subject"]), "headers": mail.keys(),
        "text": mail.get_body(("plain",)).get_content(), "html": mail.get_body(("html",)).get_content(),
    }
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(read, file, ensure_ascii=False)
    os.rename(path + ".part", path + ".json")


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name.startswith("gone"):
            return "550 5.1.1 <%s>: Recipient address rejected: User unknown" % address
        if name.startswith("relay"):
            return "554 5.7.1 <%s>: Relay access denied" % address
        if name.startswith("grey"):
            return "450 4.2.0 <%s>: Greylisted, try again later" % address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name.startswith("spam"):
            return "554 5.7.1 Message rejected as spam"
        if name.startswith("slow"):
            await asyncio.sleep(1)
        keep(envelope)
        if name.startswith("never"):
            await asyncio.sleep(3600)
        mark = os.path.join(arguments.folder, name + ".lost")
        if name.startswith("lost") and not os.path.exists(mark):
            # Taken, and the answer never arrives: the first time.
            open(mark, "w").close()
            server.transport.abort()
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login.decode() == arguments.user and data.password.decode() == arguments.password
    return AuthResult(success=good, handled=False)


class Server(SMTP):
    # Names of mechanisms are the same in any case (RFC 4422); aiosmtpd wants capitals.
    @syntax("AUTH <mechanism>")
    async def smtp_AUTH(self, arg):
        name, *rest = (arg or "").split(" ", 1)
        await super().smtp_AUTH(" ".join([name.upper(), *rest]))


context = None
if arguments.cert:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments.cert, arguments.key)


async def main():
    loop = asyncio.get_running_loop()

    def factory():
        return Server(Mailbox(), hostname="localhost", enable_SMTPUTF8=True, timeout=3600,
                    tls_context=context, require_starttls=context is not None,
                    authenticator=authenticate if arguments.user else None, auth_required=bool(arguments.user),
                    auth_require_tls=context is not None, loop=loop)
    server = await loop.create_server(factory, "127.0.0.1", int(arguments.port))
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
