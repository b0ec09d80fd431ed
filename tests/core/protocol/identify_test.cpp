#include "core/protocol/identify.h"

#include <gtest/gtest.h>

#include "core/protocol/mcs.h"
#include "core/protocol/x224.h"

namespace rdpmend::protocol {
namespace {

std::string_view fromText(std::string_view text)
{
    return identify(toBytes(text));
}

std::string_view fromBytes(std::string_view text)
{
    return identify(fromHex(text).value());
}

TEST(Identify, KnowsProtocolsByTheirGreeting)
{
    EXPECT_EQ(fromText("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), "SSH");
    EXPECT_EQ(fromText("HTTP/1.1 400 Bad Request\r\n"), "HTTP");
    EXPECT_EQ(fromText("<!DOCTYPE html>\n<html lang=\"en\">"), "HTTP");
    EXPECT_EQ(fromText("220 mail.example.com ESMTP Postfix\r\n"), "SMTP");
    EXPECT_EQ(fromText("220 (vsFTPd 3.0.3)\r\n"), "FTP");
    EXPECT_EQ(fromText("RFB 003.008\n"), "VNC");
    EXPECT_EQ(fromText("* OK [CAPABILITY IMAP4rev1] ready\r\n"), "IMAP");
    EXPECT_EQ(fromText("+OK POP3 ready\r\n"), "POP3");
    EXPECT_EQ(fromText("-ERR unknown command 'x'\r\n"), "Redis");
    EXPECT_EQ(fromText("-ERR Protocol error: too big inline request\r\n"), "Redis");
    EXPECT_EQ(fromText("RTSP/1.0 400 Bad Request\r\n"), "RTSP");
    EXPECT_EQ(fromText("SIP/2.0 400 Bad Request\r\n"), "SIP");
    EXPECT_EQ(fromText("@RSYNCD: 31.0\n"), "rsync");
}

TEST(Identify, KnowsProtocolsByTheirBytes)
{
    EXPECT_EQ(fromBytes("15 0301 0002 02 46"), "TLS") << "fatal alert";
    EXPECT_EQ(fromBytes("16 0303 0040 02 00003c"), "TLS") << "ServerHello";
    EXPECT_EQ(fromBytes("fffd18 fffd20"), "Telnet");
    EXPECT_EQ(fromBytes("00000055 fe534d42 4000"), "SMB");
    EXPECT_EQ(fromBytes("00000055 ff534d42 72"), "SMB");
    EXPECT_EQ(fromBytes("83000001 8f"), "SMB");
    EXPECT_EQ(fromBytes("4a000000 0a 382e302e3335 00 0b000000"), "MySQL");
    EXPECT_EQ(identify(ByteWriter{}.u8(0x13).u16le(0).u8(0).u8(0xFF).u16le(1130).text("Host not allowed").take()),
              "MySQL");
    EXPECT_EQ(
        identify(ByteWriter{}.u8('E').u32be(27).text(std::string_view("SFATAL\0VFATAL\0C0A000\0\0\0", 23)).take()),
        "PostgreSQL");
    EXPECT_EQ(fromBytes("30 0c 020100 78 07 0a0102 0400 0400"), "LDAP");
    EXPECT_EQ(fromBytes("30840000000c 020100 78 07"), "LDAP");
    EXPECT_EQ(fromBytes("05ff"), "SOCKS");
    EXPECT_EQ(fromBytes("005b 0000 00000000"), "SOCKS");
}

TEST(Identify, SaysNothingWhenItIsNotCertain)
{
    EXPECT_EQ(fromText(""), "");
    EXPECT_EQ(fromText("220 ready\r\n"), "") << "mail or files";
    EXPECT_EQ(fromText("-ERR\r\n"), "") << "Redis or POP3";
    EXPECT_EQ(fromText("hello"), "");
    EXPECT_EQ(fromText("RFB 3"), "");
    EXPECT_EQ(fromBytes("15 0301 0002"), "") << "the alert itself is missing";
    EXPECT_EQ(fromBytes("15 0301 0005 02 46"), "");
    EXPECT_EQ(fromBytes("15 0601 0002 02 46"), "");
    EXPECT_EQ(fromBytes("ffff"), "");
    EXPECT_EQ(fromBytes("00"), "");
    EXPECT_EQ(fromBytes("05000500"), "");
}

TEST(Identify, DoesNotTakeRdpForSomethingElse)
{
    EXPECT_EQ(identify(connectionConfirm({.negotiated = true, .selected = 1})), "");
    EXPECT_EQ(identify(disconnectUltimatum(3)), "");
}

}    // namespace
}    // namespace rdpmend::protocol
