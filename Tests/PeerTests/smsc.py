"""An SMSC out of smpp.twisted3, the server inside Jasmin: `python smsc.py PORT_FILE LOG`.

Takes submissions of the account `shop`/`secret`, logs number and octets of each, and sends a
receipt as text 200 ms later. Ends with its standard input.
"""

import sys
from pathlib import Path

from smpp.pdu.operations import DeliverSM
from smpp.pdu.pdu_types import (
    AddrNpi, AddrTon, CommandId, CommandStatus, DataCoding, DataCodingDefault, DataCodingScheme,
    EsmClass, EsmClassMode, EsmClassType)
from smpp.twisted.config import SMPPServerConfig
from smpp.twisted.protocol import DataHandlerResponse
from smpp.twisted.server import SMPPServerFactory
from twisted.cred import portal
from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.credentials import IUsernamePassword
from twisted.internet import reactor, stdio
from twisted.internet.protocol import Protocol
from zope.interface import implementer

log = open(sys.argv[2], "a", buffering=1)
taken = 0


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, avatar, mind, *interfaces):
        return interfaces[0], avatar, lambda: None


def receipt(factory, pdu, number):
    text = (f"id:{number:010d} sub:001 dlvrd:001 submit date:2611210900 "
            "done date:2611210900 stat:DELIVRD err:000 text:").encode()
    deliver = DeliverSM(
        source_addr=pdu.params["destination_addr"],
        destination_addr=pdu.params["source_addr"],
        source_addr_ton=AddrTon.INTERNATIONAL, source_addr_npi=AddrNpi.ISDN,
        esm_class=EsmClass(EsmClassMode.DEFAULT, EsmClassType.SMSC_DELIVERY_RECEIPT),
        data_coding=DataCoding(DataCodingScheme.DEFAULT, DataCodingDefault.SMSC_DEFAULT_ALPHABET),
        short_message=text)
    manager = factory.getBoundConnections("shop")
    binding = manager.getNextBindingForDelivery() if manager else None
    if binding:
        binding.sendDataRequest(deliver).addErrback(lambda failure: None)


def handler(system_id, smpp, pdu):
    global taken
    if pdu.commandId != CommandId.submit_sm:
        return CommandStatus.ESME_RINVCMDID
    taken += 1
    destination = pdu.params["destination_addr"].decode()
    log.write(f"{destination} {pdu.params['short_message'].hex()}\n")
    reactor.callLater(0.2, receipt, factory, pdu, taken)
    # Hexadecimal here, decimal with zeros in the receipt: as Jasmin's issue 643 has it.
    return DataHandlerResponse(
        status=CommandStatus.ESME_ROK, message_id=format(taken, "X").encode())


class Ends(Protocol):
    def connectionLost(self, reason):
        reactor.stop()


checker = InMemoryUsernamePasswordDatabaseDontUse()
checker.credentialInterfaces = (IUsernamePassword,)
checker.addUser("shop", "secret")
factory = SMPPServerFactory(
    SMPPServerConfig(msgHandler=handler, systems={"shop": {"max_bindings": 2}}),
    portal.Portal(Realm(), [checker]))
port = reactor.listenTCP(0, factory, interface="127.0.0.1")
Path(sys.argv[1]).write_text(str(port.getHost().port))
stdio.StandardIO(Ends())
reactor.run()
