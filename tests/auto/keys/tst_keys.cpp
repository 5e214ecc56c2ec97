// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "scripts/keys.h"

#include <QtCore/qhash.h>
#include <QtTest/qtest.h>

#include <random>

using namespace redguard;
using namespace redguard::scripts;
using namespace Qt::StringLiterals;

namespace {

constexpr Kind Kinds[] = {Kind::Lock, Kind::Semaphore, Kind::RateLimiter};
constexpr const char *Parts[] = {"queue",     "waiters", "fence",
                                 "withdrawn", "fences",  "00112233445566778899aabbccddeeff"};

// CRC16-XMODEM: polynomial 0x1021, start 0, nothing reflected.
quint16 crc16(QByteArrayView bytes)
{
    quint32 crc = 0;
    for (const char byte : bytes) {
        crc ^= quint32(quint8(byte)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000) ? (crc << 1) ^ 0x1021 : crc << 1;
        crc &= 0xffff;
    }
    return quint16(crc);
}

// As the Redis Cluster specification words it.
quint16 slotOf(const QByteArray &key)
{
    const qsizetype open = key.indexOf('{');
    if (open >= 0) {
        const qsizetype close = key.indexOf('}', open + 1);
        if (close >= 0 && close != open + 1)
            return crc16(QByteArrayView(key).sliced(open + 1, close - open - 1)) % 16384;
    }
    return crc16(key) % 16384;
}

// Names made of what is dangerous: braces, colons, and the words of our own helper keys.
class Names
{
public:
    QString next()
    {
        static const QString pieces[] = {u"{"_s,         u"}"_s,       u":"_s,       u"a"_s,    u"foo"_s,
                                         u"rg"_s,        u" "_s,       u"+"_s,       u"lock"_s, u"queue"_s,
                                         u"ü"_s,         u":rg:"_s,    u"{}"_s,      u"{a}"_s,  u"fence"_s,
                                         u"semaphore"_s, u"waiters"_s, u":rg:lock"_s};
        QString name;
        const int length = upTo(1, 8);
        for (int i = 0; i < length; ++i)
            name += pieces[upTo(0, int(std::size(pieces)) - 1)];
        return name;
    }

private:
    int upTo(int least, int most) { return std::uniform_int_distribution<int>(least, most)(m_engine); }

    std::mt19937 m_engine {4711};
};

} // namespace

class tst_Keys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHashIsThatOfTheSpecification_data();
    void theHashIsThatOfTheSpecification();

    void aPlainNameIsItsKey_data();
    void aPlainNameIsItsKey();
    void theKeyIsThatOfThePythonPackage_data();
    void theKeyIsThatOfThePythonPackage();
    void refuses_data();
    void refuses();
    void theLengthIsThatOfUtf8WithTheNamespace();

    void helpersStandBesideTheirKey_data();
    void helpersStandBesideTheirKey();
    void fooAndTaggedFooDoNotMeet();
    void theKeysOfAScript();
    void anyNameKeepsTheRules();
};

void tst_Keys::theHashIsThatOfTheSpecification_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("slot");
    QTest::newRow("check value") << "123456789"_ba << 0x31C3;
    QTest::newRow("foo") << "foo"_ba << 12182;
    QTest::newRow("tag") << "{foo}bar"_ba << 12182;
    QTest::newRow("tag in the middle") << "x{foo}bar{y}"_ba << 12182;
}

void tst_Keys::theHashIsThatOfTheSpecification()
{
    QFETCH(QByteArray, key);
    QFETCH(int, slot);
    QCOMPARE(int(slotOf(key)), slot);
}

void tst_Keys::aPlainNameIsItsKey_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("word") << u"my-lock"_s;
    QTest::newRow("colons") << u"app:jobs:42"_s;
    QTest::newRow("space") << u"two words"_s;
    QTest::newRow("tag") << u"{app}:jobs"_s;
    QTest::newRow("tag in the middle") << u"jobs:{app}:42"_s;
    QTest::newRow("several tags") << u"{a}{b}"_s;
    QTest::newRow("empty tag behind a tag") << u"{a}{}"_s;
    QTest::newRow("open brace only") << u"a{b"_s;
    QTest::newRow("close brace behind a tag") << u"{a}b}"_s;
    QTest::newRow("brace in a tag") << u"{{a}}"_s;
    QTest::newRow("umlaut") << u"Schlüssel"_s;
    QTest::newRow("beyond the BMP") << u"\U0001F512"_s;
    QTest::newRow("almost a helper") << u"rg:lock:queue"_s;
    QTest::newRow("longest") << QString(512, u'x');
}

void tst_Keys::aPlainNameIsItsKey()
{
    QFETCH(QString, name);
    const Result<QByteArray> key = keyOf({}, name);
    QVERIFY2(key.hasValue(), qPrintable(key.error().message()));
    QCOMPARE(*key, name.toUtf8());
}

void tst_Keys::theKeyIsThatOfThePythonPackage_data()
{
    QTest::addColumn<QString>("nameSpace");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("key");
    // What RedGuard.format() of redguard 0.1.1 makes of them: f"{namespace}:{name}"
    QTest::newRow("no namespace") << QString() << u"my-lock"_s << "my-lock"_ba;
    QTest::newRow("namespace") << u"examples"_s << u"my-lock"_s << "examples:my-lock"_ba;
    QTest::newRow("namespace with a colon") << u"a:b"_s << u"c"_s << "a:b:c"_ba;
    QTest::newRow("tagged namespace") << u"{app}"_s << u"c"_s << "{app}:c"_ba;
    QTest::newRow("tagged name") << u"app"_s << u"{c}"_s << "app:{c}"_ba;
    QTest::newRow("UTF-8") << u"ä"_s << u"ß"_s << "\xc3\xa4:\xc3\x9f"_ba;
}

void tst_Keys::theKeyIsThatOfThePythonPackage()
{
    QFETCH(QString, nameSpace);
    QFETCH(QString, name);
    QFETCH(QByteArray, key);
    QCOMPARE(*keyOf(nameSpace, name), key);
}

void tst_Keys::refuses_data()
{
    QTest::addColumn<QString>("nameSpace");
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("empty in a namespace") << u"app"_s << QString();
    QTest::newRow("too long") << QString() << QString(513, u'x');
    QTest::newRow("too long with its namespace") << u"app"_s << QString(509, u'x');
    QTest::newRow("too long in UTF-8") << QString() << QString(257, u'ü');
    QTest::newRow("helper of a lock") << QString() << u"{foo}:rg:lock:queue"_s;
    QTest::newRow("helper of a semaphore") << QString() << u"{foo}:rg:semaphore:fences"_s;
    QTest::newRow("helper of a limiter") << QString() << u"{foo}:rg:limiter:0011"_s;
    QTest::newRow("helper of a tagged lock") << QString() << u"{foo}:rg:lock+:queue"_s;
    QTest::newRow("helper by way of the namespace") << u"{foo}:rg"_s << u"lock:queue"_s;
    QTest::newRow("close brace only") << QString() << u"a}b"_s;
    QTest::newRow("empty tag") << QString() << u"a{}b"_s;
    QTest::newRow("empty tag in front of a tag") << QString() << u"{}{a}"_s;
    QTest::newRow("close before open") << QString() << u"}a{"_s;
}

void tst_Keys::refuses()
{
    QFETCH(QString, nameSpace);
    QFETCH(QString, name);
    const Result<QByteArray> key = keyOf(nameSpace, name);
    QVERIFY(!key.hasValue());
    QCOMPARE(key.error().code(), ErrorCode::InvalidArgument);
    QVERIFY(!key.error().message().isEmpty());
}

void tst_Keys::theLengthIsThatOfUtf8WithTheNamespace()
{
    QVERIFY(keyOf(u"app"_s, QString(508, u'x')).hasValue());
    QVERIFY(keyOf({}, QString(256, u'ü')).hasValue());
}

void tst_Keys::helpersStandBesideTheirKey_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("helper");
    QTest::newRow("lock") << "foo"_ba << int(Kind::Lock) << "{foo}:rg:lock:queue"_ba;
    QTest::newRow("semaphore") << "foo"_ba << int(Kind::Semaphore) << "{foo}:rg:semaphore:queue"_ba;
    QTest::newRow("limiter") << "foo"_ba << int(Kind::RateLimiter) << "{foo}:rg:limiter:queue"_ba;
    QTest::newRow("tagged") << "{foo}:bar"_ba << int(Kind::Lock) << "{foo}:bar:rg:lock+:queue"_ba;
}

void tst_Keys::helpersStandBesideTheirKey()
{
    QFETCH(QByteArray, key);
    QFETCH(int, kind);
    QFETCH(QByteArray, helper);
    QCOMPARE(helperKey(key, Kind(kind), "queue"), helper);
}

void tst_Keys::fooAndTaggedFooDoNotMeet()
{
    for (const Kind kind : Kinds) {
        for (const char *part : Parts)
            QVERIFY(helperKey("foo", kind, part) != helperKey("{foo}", kind, part));
    }
}

void tst_Keys::theKeysOfAScript()
{
    const QByteArrayList lock {"foo", "{foo}:rg:lock:queue", "{foo}:rg:lock:waiters", "{foo}:rg:lock:fence",
                               "{foo}:rg:lock:withdrawn"};
    QCOMPARE(keysOf("foo", Kind::Lock), lock);
    const QByteArrayList semaphore {"foo",
                                    "{foo}:rg:semaphore:queue",
                                    "{foo}:rg:semaphore:waiters",
                                    "{foo}:rg:semaphore:fence",
                                    "{foo}:rg:semaphore:withdrawn",
                                    "{foo}:rg:semaphore:fences"};
    QCOMPARE(keysOf("foo", Kind::Semaphore), semaphore);
    QCOMPARE(keysOf("foo", Kind::RateLimiter), QByteArrayList {"foo"});
}

void tst_Keys::anyNameKeepsTheRules()
{
    Names names;
    QHash<QByteArray, QByteArray> owners; // helper or key -> what it belongs to
    int taken = 0;
    for (int i = 0; i < 60'000; ++i) {
        const QString name = names.next();
        const Result<QByteArray> key = keyOf({}, name);
        if (!key)
            continue;
        ++taken;
        QCOMPARE(*key, name.toUtf8());
        QVERIFY2(!keyOfHelper(*key), key->constData());
        const auto isOwn = [&](const QByteArray &actual, const QByteArray &owner) {
            return owners.insert(actual, owners.value(actual, owner)).value() == owner;
        };
        QVERIFY2(isOwn(*key, *key), key->constData());
        for (const Kind kind : Kinds) {
            for (const char *part : Parts) {
                const QByteArray helper = helperKey(*key, kind, part);
                QVERIFY2(slotOf(helper) == slotOf(*key), helper.constData());
                QCOMPARE(keyOfHelper(helper), std::optional(*key));
                QVERIFY2(isOwn(helper, *key + ' ' + QByteArray::number(int(kind)) + ' ' + part),
                         helper.constData());
                QVERIFY2(!keyOf({}, QString::fromUtf8(helper)), helper.constData());
            }
        }
    }
    QVERIFY(taken > 20'000);
}

QTEST_APPLESS_MAIN(tst_Keys)

#include "tst_keys.moc"
